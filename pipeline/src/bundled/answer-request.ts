import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { BundledPlan } from './bundled-plan.js'
import { bombPath, picturePath } from './write-bundled.js'

/** A request, as far as the answer depends on it. */
export interface PictureRequest {
  readonly plan: BundledPlan
  readonly folder: string
  readonly method: string
  readonly host: string
  readonly path: string
}

const DRIP_MS = 1000

/** Answers as the plan says. Resolves with the status once the answer is under way; null: there will be none. */
export async function answerRequest(
  request: PictureRequest,
  response: ServerResponse,
): Promise<number | null> {
  const { plan, folder, host, path, method } = request
  if (method !== 'GET') return sendHtml(response, 405, 'Method Not Allowed')
  const answer = plan.answers.get(`${host}${path}`)
  switch (answer?.kind) {
    case undefined:
      return sendHtml(response, 404, 'Not Found')
    case 'status':
      return sendHtml(response, answer.status, 'Sorry')
    case 'moved':
      response.setHeader('Location', answer.to)
      return sendHtml(response, answer.status, 'Moved')
    case 'html':
      return sendHtml(response, 200, 'Please log in to see this picture')
    case 'silent':
      return null
    case 'bomb':
      return sendPicture(response, await readFile(join(folder, bombPath())), 'image/png')
    case 'picture': {
      const body = await readFile(join(folder, picturePath(plan, answer.picture)))
      return sendPicture(response, body, typeOf(plan, answer.picture))
    }
    case 'dripping': {
      const body = await readFile(join(folder, picturePath(plan, answer.picture)))
      return drip(response, body, typeOf(plan, answer.picture))
    }
  }
}

function typeOf(plan: BundledPlan, picture: number): string {
  return `image/${plan.pictures[picture]?.format ?? 'jpeg'}`
}

function sendHtml(response: ServerResponse, status: number, title: string): number {
  const body = Buffer.from(`<!DOCTYPE html><title>${title}</title><h1>${title}</h1>\n`)
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': body.length })
  response.end(body)
  return status
}

function sendPicture(response: ServerResponse, body: Buffer, contentType: string): number {
  response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': body.length })
  response.end(body)
  return 200
}

function drip(response: ServerResponse, body: Buffer, contentType: string): number {
  response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': body.length })
  response.flushHeaders()
  let at = 0
  const timer = setInterval(() => {
    if (at < body.length) response.write(body.subarray(at, at + 1))
    else response.end()
    at += 1
  }, DRIP_MS)
  response.on('close', () => clearInterval(timer))
  return 200
}
