import t from 'tap'
import { flag, formatStatus, isUsable, readStatus } from '../src/status.ts'
import type { StatusLetter } from '../src/status.ts'

const letters = Object.keys(flag) as StatusLetter[]

t.test('every letter has a bit of its own', async t => {
  t.equal(letters.join(''), 'OINGUDSEHRFC')
  t.equal(new Set(Object.values(flag)).size, letters.length)
  for (const bit of Object.values(flag)) t.equal(bit & (bit - 1), 0)
})

t.test('usable is initialised and none of U, D, S, E, C', async t => {
  t.equal(isUsable(flag.O), true)
  t.equal(isUsable(0), false)
  for (const letter of letters) {
    t.equal(isUsable(flag.O | flag[letter]), !'UDSEC'.includes(letter), letter)
    t.equal(isUsable(flag[letter]), letter === 'O', letter)
  }
})

const readings: ReadonlyArray<readonly [text: string, flags: number, result: number | undefined]> = [
  ['', flag.O, flag.O],
  ['D', flag.O, flag.O | flag.D],
  ['+D', flag.O, flag.O | flag.D],
  ['+d', flag.O, flag.O | flag.D],
  ['HDR', flag.O, flag.O | flag.H | flag.D | flag.R],
  ['-HD+R', flag.O | flag.H | flag.D, flag.O | flag.R],
  ['D-E', flag.O | flag.E, flag.O | flag.D],
  ['-D', flag.O, flag.O],
  ['+D', flag.O | flag.D, flag.O | flag.D],
  ['-O', flag.O, 0],
  ['+', flag.O, flag.O],
  ['Z', flag.O, undefined],
  ['D Z', flag.O, undefined],
  ['+D,+H', flag.O, undefined]
]

for (const [text, flags, result] of readings) {
  t.test(`${JSON.stringify(text)} on "${formatStatus(flags)}" makes ${result === undefined ? 'no sense' : `"${formatStatus(result)}"`}`, async t => {
    t.equal(readStatus(text, flags), result)
  })
}

t.test('a status is printed in httpd\'s words and order, each with a blank', async t => {
  t.equal(formatStatus(0), '??? ')
  t.equal(formatStatus(readStatus('', flag.O)!), 'Init Ok ')
  t.equal(formatStatus(readStatus('D', flag.O)!), 'Init Dis ')
  t.equal(formatStatus(readStatus('N', flag.O)!), 'Init Drn Ok ')
  t.equal(formatStatus(readStatus('I', flag.O)!), 'Init Ign Ok ')
  t.equal(formatStatus(readStatus('RD', flag.O)!), 'Init Dis Spar ')
  t.equal(formatStatus(readStatus('HE', flag.O)!), 'Init Err Stby ')
  t.equal(formatStatus(readStatus('C', flag.O)!), 'Init HcFl ')
  t.equal(formatStatus(readStatus('S', flag.O)!), 'Init Stop ')
  t.equal(formatStatus(readStatus('CFRHESDUGNI', flag.O)!), 'Init Ign Drn Gen Shut Dis Stop Err Stby Spar Free HcFl ')
})
