/** A process for the test of `io`: runs until it is told how to end. */
import { processIo } from '../../src/io.ts'

const stop = processIo.onStop(async () => { process.send!('closed') })

const orders: Readonly<Record<string, () => void>> = {
  stop () {
    stop()
    stop()
  },
  throw () {
    throw new Error('oops')
  }
}

process.on('message', order => { orders[String(order)]!() })
process.send!('running')
