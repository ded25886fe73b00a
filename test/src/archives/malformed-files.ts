/** What must be found in a file: records as `type block-length`, with how they end; gaps as `reason@offset+length`. */
export interface Found {
  readonly bytes: number
  readonly records: readonly string[]
  readonly gaps: readonly string[]
}

const found = (bytes: number, records: readonly string[], gaps: readonly string[] = []): Found => ({
  bytes,
  records,
  gaps,
})
const lengths = (type: string, ...sizes: readonly number[]): string[] =>
  sizes.map((size) => `${type} ${size}`)

/**
 * The files of ../shared/data/warc-malformed by inspection: members by Python's zlib, in them the lines that start a
 * record by a regular expression, Content-Length as written, and the bytes up to the next start less the line ends
 * (4 bytes in WARC, 1 in ARC). Where the two differ, the bytes that are there count.
 */
export const MALFORMED: Readonly<Record<string, Found>> = {
  // Starts at 0, 134, 202 and 262; only that at 202 has a length, 1, and only it has a date.
  'bad.arc': found(331, ['resource 1'], ['bad_record_header@0+202', 'bad_record_header@262+69']),
  // One member. Three records declare 680; 179, 208 and 201 bytes follow, a line end each.
  'badexample.arc.gz': found(1221, [
    ...lengths('warcinfo', 1300),
    ...lengths('resource', 56),
    ...lengths('response', 782),
    'response 178 next_record',
    'response 207 next_record',
    'response 200 archive',
  ]),
  // One member, cut in a record's block: nothing of it is certain, for its checksum is gone.
  'clipped.warc.gz': found(18184, [], ['truncated_member@0+18184']),
  'example-bad-non-chunked.warc.gz': found(2113, [
    ...lengths('warcinfo', 249, 470),
    ...lengths('response', 975),
    ...lengths('request', 493),
    ...lengths('revisit', 369),
    ...lengths('request', 493),
  ]),
  'example-bad.warc.gz.bad': found(1950, [
    ...lengths('warcinfo', 196),
    ...lengths('response', 1610),
    ...lengths('request', 323),
    ...lengths('revisit', 340),
    ...lengths('request', 323),
    ...lengths('response', 471),
  ]),
  'example-iana.org-chunked.warc': found(8831, ['warcinfo 137', 'response 7566', 'request 76']),
  'example-space-in-target-uri.warc.gz': found(583, ['warcinfo 73', 'resource 70']),
  // Declares 1591 where 1579 bytes are left.
  'example-space-in-url.arc': found(1873, ['warcinfo 75', 'response 1579 archive']),
  // Declares 973, and has 975 before its line ends.
  'example-trunc.warc': found(3370, ['warcinfo 249', 'warcinfo 470', 'response 975', 'request 493']),
  'example-wget-bad-target-uri.warc.gz': found(3267, [
    'warcinfo 232',
    'request 141',
    'response 1598',
    'metadata 48',
    'resource 49',
    'resource 471',
  ]),
  // Members at 0, 516 and 1130: header and 343 bytes of a block of 1613, 4 of them line ends; the rest; line ends and a record.
  'example-wrong-chunks.warc.gz': found(1575, ['response 339 archive', 'request 137'], ['junk@516+614']),
  // The last 25 bytes are a URL and no more.
  'invalid-arcfile-record-then-garbage.arc': found(2354, ['response 2248'], ['truncated_header@2329+25']),
  'invalid-warcfile-contenttype-recommended.warc': found(4137, [
    'warcinfo 483',
    'request 238',
    'response 56',
    'metadata 66',
    'resource 693',
    'conversion 693',
    'revisit 56',
  ]),
  'invalid-warcfile-contenttype-warcinfo-recommended.warc': found(733, ['warcinfo 483']),
  'invalid-warcfile-digest-fields.warc': found(4266, lengths('response', 693, 693, 693, 693)),
  // The same Content-Length twice.
  'invalid-warcfile-duplicate-fields.warc': found(979, ['warcinfo 483']),
  'invalid-warcfile-encoding-headers.warc.gz': found(5777, [
    'warcinfo 1112',
    ...lengths('response', 3007, 4215, 1634),
  ]),
  'invalid-warcfile-fields-empty.warc': found(414, [], ['bad_record_header@0+414']),
  'invalid-warcfile-fields-invalidformat.warc': found(492, [], ['bad_record_header@0+492']),
  'invalid-warcfile-fields-missing.warc': found(374, [], ['bad_record_header@0+374']),
  'invalid-warcfile-lonely-continuation.warc': found(41, [], ['bad_record_header@0+41']),
  'invalid-warcfile-lonely-monkeys.warc': found(31, [], ['bad_record_header@0+31']),
  // Starts at 0, 36, 73 and 110.
  'invalid-warcfile-lonely-request-response-resource-conversion.warc': found(
    149,
    [],
    [
      'bad_record_header@0+36',
      'bad_record_header@36+37',
      'bad_record_header@73+37',
      'bad_record_header@110+39',
    ],
  ),
  'invalid-warcfile-lonely-revisit.warc': found(36, [], ['bad_record_header@0+36']),
  'invalid-warcfile-lonely-warcinfo-metadata.warc': found(
    74,
    [],
    ['bad_record_header@0+37', 'bad_record_header@37+37'],
  ),
  // 843 bytes after the header: 782, three line ends of 2, and the monkeys.
  'invalid-warcfile-record-then-garbage.warc': found(1190, ['response 782'], ['junk@1135+55']),
  'invalid-warcfile-segment-number-continuation.warc': found(2106, lengths('continuation', 693, 693)),
  'invalid-warcfile-segment-number-response.warc': found(2118, lengths('response', 693, 693)),
}
