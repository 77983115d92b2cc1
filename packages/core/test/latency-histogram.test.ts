import t from 'tap'
import { latencyBounds, LatencyHistogram, quantile } from '../src/latency-histogram.ts'

t.test('a latency is counted in the bucket whose bound it does not exceed', async t => {
  const histogram = new LatencyHistogram()
  for (const latency of [0.2, 1, 1.01, 10_000, 10_001]) histogram.add(latency)
  t.equal(histogram.counts[0], 2, 'up to 1 ms')
  t.equal(histogram.counts[1], 1, 'above, up to 2 ms')
  t.equal(histogram.counts[latencyBounds.length - 1], 1, 'the last bound')
  t.equal(histogram.counts[latencyBounds.length], 1, 'above it')
  t.equal(histogram.sum, 0.2 + 1 + 1.01 + 10_000 + 10_001)
})

t.test('a quantile is read between the bounds of its bucket', async t => {
  const histogram = new LatencyHistogram()
  for (let i = 0; i < 98; i++) histogram.add(4)
  histogram.add(150)
  histogram.add(150)
  t.equal(quantile(histogram.counts, 0.5), 3 + 2 * 50 / 98)
  t.equal(quantile(histogram.counts, 0.99), 100 + 50 * (99 - 98) / 2)
  t.equal(quantile(histogram.counts, 1), 150)
})

t.test('there is no quantile of nothing, and none above the last bound', async t => {
  const histogram = new LatencyHistogram()
  t.equal(quantile(histogram.counts, 0.5), null)
  histogram.add(60_000)
  t.equal(quantile(histogram.counts, 0.5), 10_000)
})
