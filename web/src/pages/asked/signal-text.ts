import type { AskedSignal } from '@warc2dataset/schemas'

interface SignalText {
  readonly name: string
  /** Who speaks, and of whom the share is. */
  readonly about: string
}

const TEXTS: Readonly<Record<AskedSignal['signal'], SignalText>> = {
  robots_txt: {
    name: 'robots.txt',
    about:
      'The host of the picture, or of a redirect to it, does not allow the URL. Of candidates that entered fetch.',
  },
  page_directives: {
    name: 'Robots directives of pages',
    about:
      '<meta name=robots> or X-Robots-Tag of a page that shows the picture. Of candidates that entered plan and were on no list.',
  },
  picture_directives: {
    name: 'X-Robots-Tag of pictures',
    about: 'In the answer for the picture. Of pictures that were answered with 200.',
  },
  page_tdm: {
    name: 'TDM rights of pages',
    about:
      'Rights for text and data mining, reserved by a page that shows the picture (TDMRep). Of candidates that lists and directives had let pass.',
  },
  picture_tdm: {
    name: 'TDM rights of pictures, hosts',
    about: 'Reserved by the answer, or by the file of the host. Of pictures whose answer or host was heard.',
  },
  xmp: {
    name: 'XMP data mining',
    about: 'Written in the picture file itself (IPTC/PLUS). Of pictures that were read whole.',
  },
  lists: {
    name: 'Lists of the run',
    about: 'Domains and URLs that somebody asked to leave out. Of candidates that entered plan.',
  },
}

export function signalText(signal: AskedSignal['signal']): SignalText {
  return TEXTS[signal]
}
