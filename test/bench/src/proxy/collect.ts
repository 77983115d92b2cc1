/** Preloaded by Node.js proxies: collects garbage on SIGWINCH, which nobody minds, so that memory is compared without it. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
process.on('SIGWINCH', () => collectGarbage())
