import t from 'tap'
import type { ProcessFigures } from '@fastify-balancer/status'
import { createGathering, createQuestions } from '../src/share-figures.ts'

const figuresOf = (pid: number) => ({ pid }) as ProcessFigures

t.test('each question has its own answer', async t => {
  const put: number[] = []
  const questions = createQuestions<ProcessFigures>(id => { put.push(id) })
  const answers = [questions.ask(), questions.ask()]
  questions.answer(put[1]!, [figuresOf(2)])
  questions.answer(put[0]!, [figuresOf(1)])
  t.match(await Promise.all(answers), [[{ pid: 1 }], [{ pid: 2 }]])
})

t.test('all answer, in whatever order, or those that do in time', async t => {
  const asked: Array<[worker: string, id: number]> = []
  const gathering = createGathering<string, ProcessFigures>((worker, id) => { asked.push([worker, id]) })
  const all = gathering.gather(['a', 'b'])
  gathering.hear('b', asked[1]![1], figuresOf(2))
  gathering.hear('a', asked[0]![1], figuresOf(1))
  t.match(await all, [{ pid: 1 }, { pid: 2 }])
  const some = gathering.gather(['a', 'hangs'])
  gathering.hear('a', asked[2]![1], figuresOf(1))
  const told = await some
  t.match(told, [{ pid: 1 }])
  t.equal(told.length, 1)
  gathering.hear('hangs', asked[3]![1], figuresOf(3))
})
