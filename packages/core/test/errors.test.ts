import t from 'tap'
import { BadParameterError, DuplicateError, NoFreeSlotError, NotFoundError } from '../src/errors.ts'

const errors = [
  [BadParameterError, 'FST_BALANCER_BAD_PARAMETER', 500, 'X'],
  [NotFoundError, 'FST_BALANCER_NOT_FOUND', 404, 'X'],
  [DuplicateError, 'FST_BALANCER_DUPLICATE', 409, 'X is already defined'],
  [NoFreeSlotError, 'FST_BALANCER_NO_FREE_SLOT', 409, 'X has no free slot for another member: raise growth']
] as const

for (const [Constructor, code, statusCode, message] of errors) {
  t.test(`${code} has its status and says what is wrong`, async t => {
    const error = new Constructor('X')
    t.equal(error.code, code)
    t.equal(error.statusCode, statusCode)
    t.equal(error.message, message)
  })
}

t.test('a bad parameter is a TypeError', async t => {
  t.type(new BadParameterError('X'), TypeError)
})

t.test('a per cent sign in what was given stays', async t => {
  t.equal(new BadParameterError('route must not be "%s%d%%"').message, 'route must not be "%s%d%%"')
})
