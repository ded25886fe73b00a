import type { Sequence } from './document-order.js'
import { type ContextHolder, NO_CONTEXT, type PictureContext } from './picture-context.js'

export type Namespace = 'html' | 'svg' | 'math'

/**
 * One open element of those that matter, and all below it: to close elements is to go back to a lower one.
 *
 * Kept are the elements that set the insertion mode (`isMode`), foreign elements, and ordinary HTML elements
 * below a foreign integration point. Other HTML elements can change which pictures a page has only if a drawing
 * is left open; then the page is read again with all of them kept.
 */
export interface OpenElement extends ContextHolder {
  readonly name: string
  readonly space: Namespace
  readonly isMode: boolean
  /** Tags in it are read as HTML though it is foreign (13.2.6). */
  readonly integration: 'none' | 'html' | 'mathText'
  readonly parent: OpenElement | null
  /** Nearest element below that sets the insertion mode. */
  readonly modeBelow: OpenElement | null
  /** Nearest `<template>`, this one included. */
  readonly template: OpenElement | null
  /** Are ordinary HTML elements in it kept? True at and below an integration point. */
  readonly keepsAll: boolean
  /** Where its children go. */
  readonly place: Sequence
  /** Where misplaced children of its nearest table go: before that table (13.2.6.1, foster parenting). */
  readonly foster: Sequence
}

/** The bottom of the stack: everything outside tables, selects and templates is read as in the body. */
export function openPage(keepsAll: boolean): OpenElement {
  const place: Sequence = []
  return {
    name: 'body',
    space: 'html',
    isMode: true,
    integration: 'none',
    parent: null,
    modeBelow: null,
    template: null,
    keepsAll,
    place,
    foster: place,
    context: NO_CONTEXT,
    around: NO_CONTEXT,
  }
}

/** Opens an element that sets the insertion mode: `table`, `select` or `template`. */
export function openMode(parent: OpenElement, name: string): OpenElement {
  const element = openOn(parent, name, true, placeFor(parent), modeOf(parent).context)
  if (name === 'template') return markTemplate(element)
  return name === 'table' ? placeTable(element) : element
}

/**
 * Opens a part of a table in it. Unlike other children of a table its parts stay inside; and what opened in the table,
 * outside its cells, was put before it and is not around them.
 */
export function openPart(parent: OpenElement, name: string): OpenElement {
  return openOn(parent, name, true, parent.place, parent.around)
}

/** Opens an ordinary HTML element. */
export function openOrdinary(parent: OpenElement, name: string): OpenElement {
  return openOn(parent, name, false, placeFor(parent), parent.around)
}

/** Opens an SVG or MathML element. */
export function openForeign(
  parent: OpenElement,
  name: string,
  space: 'svg' | 'math',
  integration: OpenElement['integration'],
): OpenElement {
  const opened = openOn(parent, name, false, placeFor(parent), parent.around)
  return { ...opened, space, integration, keepsAll: integration !== 'none' || opened.keepsAll }
}

/** The element that decides how a tag is read: the insertion mode, as 13.2.4.1 would reset it. */
export function modeOf(top: OpenElement): OpenElement {
  return top.isMode ? top : (top.modeBelow ?? top)
}

export function below(element: OpenElement): OpenElement {
  return element.parent ?? element
}

/** Are tags in this element foreign ones? */
export function readsForeign(top: OpenElement): boolean {
  return top.space !== 'html' && top.integration === 'none'
}

/** Where a child of `top` goes: in a table outside its cells, before the table (13.2.6.1). */
export function placeFor(top: OpenElement): Sequence {
  return top.isMode && FOSTERING.has(top.name) ? top.foster : top.place
}

const FOSTERING = new Set(['table', 'tbody', 'tfoot', 'thead', 'tr'])

function openOn(
  parent: OpenElement,
  name: string,
  isMode: boolean,
  place: Sequence,
  around: PictureContext,
): OpenElement {
  return {
    name,
    space: 'html',
    isMode,
    integration: 'none',
    parent,
    modeBelow: parent.isMode ? parent : parent.modeBelow,
    template: parent.template,
    keepsAll: parent.keepsAll,
    place,
    foster: parent.foster,
    context: around,
    around,
  }
}

function markTemplate(element: OpenElement): OpenElement {
  const marked: { -readonly [Key in keyof OpenElement]: OpenElement[Key] } = element
  marked.template = marked
  return marked
}

function placeTable(element: OpenElement): OpenElement {
  if (element.template !== null) return element
  const before: Sequence = []
  const inside: Sequence = []
  element.place.push(before, inside)
  return { ...element, place: inside, foster: before }
}
