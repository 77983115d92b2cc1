/** What connections speak (`Protocols`), and how HTTP/2 is spoken. */
import type { Protocol } from '../configuration.ts'
import { all, asItIs, ignored, servers, used } from '../directive.ts'
import type { Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readCount, readOnOff } from '../values.ts'

export const http2: Rules = {
  Protocols: used(servers, [1, Infinity], protocols),
  ProtocolsHonorOrder: used(servers, [1, 1], ([word = ''], { server }) => { server.protocolsHonorOrder = readOnOff(word) }),
  H2Direct: used(servers, [1, 1], ([word = ''], { server }) => { server.h2Direct = readOnOff(word) }),
  H2MaxSessionStreams: used(['server'], [1, 1], ([word = ''], { draft }) => { draft.maxSessionStreams = readSize(word, 1) }),
  H2WindowSize: used(['server'], [1, 1], ([word = ''], { draft }) => { draft.windowSize = readSize(word, 1024) }),
  H2ProxyRequests: asItIs(['off'], 'as it is here'),
  H2WebSockets: asItIs(['off'], 'as it is here'),
  H2Upgrade: ignored('a connection begins with HTTP/2 or does not speak it (RFC 9113 §3.1)'),
  H2ModernTLSOnly: ignored('SSLProtocol and SSLCipherSuite say it'),
  ...all(['H2Push', 'H2PushDiarySize', 'H2PushPriority', 'H2PushResource', 'H2EarlyHints'], ignored('nothing is pushed')),
  ...all(['H2MaxWorkers', 'H2MinWorkers', 'H2MaxWorkerIdleSeconds', 'H2SessionExtraFiles'], ignored('a Node.js process has one thread for all connections')),
  ...all(['H2CopyFiles', 'H2MaxDataFrameLen', 'H2OutputBuffering', 'H2Padding', 'H2SerializeHeaders', 'H2StreamMaxMemSize', 'H2TLSCoolDownSecs',
    'H2TLSWarmUpSize'], ignored('Node.js cuts and buffers frames')),
  H2MaxHeaderBlockLen: ignored('Node.js bounds headers'),
  H2StreamTimeout: ignored('Timeout and ProxyTimeout hold')
}

const known: ReadonlySet<string> = new Set(['h2', 'h2c', 'http/1.1'])

function isProtocol (name: string): name is Protocol {
  return known.has(name)
}

/** Those of several lines together, as in httpd. */
function protocols (words: readonly string[], { server }: Scope): void {
  for (const word of words) {
    const name = word.toLowerCase()
    if (!isProtocol(name)) refuse(`the protocols are ${[...known].join(', ')}, not "${word}"`)
    if (!server.protocols.includes(name)) server.protocols.push(name)
  }
}

function readSize (word: string, least: number): number {
  const size = readCount(word, 2 ** 31 - 1)
  if (size < least) refuse(`must be at least ${least}, not ${word}`)
  return size
}
