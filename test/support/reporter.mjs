// Passes the TAP through unchanged and ends the run with one line: how many assertions passed and failed.
import { Transform } from 'node:stream'

export default class CountReporter extends Transform {
  #tail = ''
  #passed = 0
  #failed = 0

  _transform (chunk, _encoding, done) {
    this.#tail = (this.#tail + chunk).slice(-4096)
    done(null, chunk)
  }

  _flush (done) {
    const summary = /^# \{ (.*) \}$/m.exec(this.#tail)
    for (const [, name, count] of summary?.[1].matchAll(/(\w+): (\d+)/g) ?? []) {
      if (name === 'pass') this.#passed = Number(count)
      if (name === 'fail') this.#failed = Number(count)
    }
    done(null, `${this.#passed} passed, ${this.#failed} failed\n`)
  }
}
