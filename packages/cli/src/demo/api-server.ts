/** A process of the demo that serves one API; run by `demo`, which it tells its port. */
import type { AddressInfo } from 'node:net'
import { createApi } from './api.ts'

const [name = 'api'] = process.argv.slice(2)
const api = await createApi(name)
await api.listen({ host: '127.0.0.1', port: 0 })
// Ctrl-C is for the demo, which lets requests in flight finish before it lets go of us; also when it dies.
process.on('SIGINT', () => {})
process.once('disconnect', () => process.exit())
process.send!({ port: (api.server.address() as AddressInfo).port })
