import t from 'tap'
import type { Test } from 'tap'
import { accessLogTime, errorLogTime } from '../../src/log/time.ts'

/** The process lives in that zone until the test is over. */
function moveTo (t: Test, zone: string): void {
  const before = process.env.TZ
  process.env.TZ = zone
  t.teardown(() => {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  })
}

t.test('the error log has microseconds', async t => {
  moveTo(t, 'UTC')
  t.equal(errorLogTime(Date.UTC(2026, 10, 22, 15, 4, 5, 123) + 0.4563), 'Sun Nov 22 15:04:05.123456 2026')
  t.equal(errorLogTime(Date.UTC(2026, 0, 2, 3, 4, 5, 6)), 'Fri Jan 02 03:04:05.006000 2026')
})

t.test('the access log has the time zone', async t => {
  const at = Date.UTC(2026, 10, 22, 15, 4, 5)
  const inZone = (name: string) => {
    moveTo(t, name)
    return accessLogTime(at)
  }
  t.equal(inZone('UTC'), '[22/Nov/2026:15:04:05 +0000]')
  t.equal(inZone('Asia/Kolkata'), '[22/Nov/2026:20:34:05 +0530]')
  t.equal(inZone('America/St_Johns'), '[22/Nov/2026:11:34:05 -0330]')
})
