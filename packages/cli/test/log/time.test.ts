import t from 'tap'
import type { Test } from 'tap'
import { accessLogTime, errorLogTime, isTimeFormat, strftime } from '../../src/log/time.ts'

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
  const inZone = (name: string, second: number) => {
    moveTo(t, name)
    return accessLogTime(Date.UTC(2026, 10, 22, 15, 4, second, 999))
  }
  t.equal(inZone('UTC', 5), '[22/Nov/2026:15:04:05 +0000]')
  t.equal(accessLogTime(Date.UTC(2026, 10, 22, 15, 4, 5)), '[22/Nov/2026:15:04:05 +0000]', 'for all of the second')
  t.equal(inZone('Asia/Kolkata', 6), '[22/Nov/2026:20:34:06 +0530]')
  t.equal(inZone('America/St_Johns', 7), '[22/Nov/2026:11:34:07 -0330]')
})

t.test('times have formats as in C', async t => {
  moveTo(t, 'UTC')
  const at = Date.UTC(2026, 0, 2, 15, 4, 5)
  t.equal(strftime('%a %b %h %d %e %D %F %H %I %m %M %n%p %R %s %S%t%T %y %Y %z %%', at), 'Fri Jan Jan 02  2 01/02/26 2026-01-02 15 03 01 04 \nPM 15:04 1767366245 05\t15:04:05 26 2026 +0000 %')
  t.equal(strftime('%I %p', Date.UTC(2026, 0, 2)), '12 AM')
  t.strictSame(['%H:%M', 'x', '%Q', '%'].map(isTimeFormat), [true, true, false, false])
})
