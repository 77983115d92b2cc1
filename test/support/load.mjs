/**
 * Load as a process of its own: 50 connections that send GET, POST of 10 kB, and the same POST with an Idempotency-Key in
 * turn. Ends with autocannon's result as JSON, with the answers counted by kind of request in `answers`.
 * Usage: node load.mjs URL SECONDS
 */
import autocannon from 'autocannon'

const [, , url, seconds] = process.argv
const body = 'x'.repeat(10_240)
const kinds = {
  GET: { method: 'GET' },
  POST: { method: 'POST', body },
  'POST with Idempotency-Key': { method: 'POST', body, headers: { 'idempotency-key': '[<id>]' } }
}

const answers = {}
const requests = Object.entries(kinds).map(([kind, request]) => {
  const counts = answers[kind] = { ok: 0, failed: 0 }
  return { ...request, onResponse: status => { counts[status < 300 ? 'ok' : 'failed']++ } }
})

const result = await autocannon({ url, requests, duration: Number(seconds), connections: 50, timeout: 10, idReplacement: true })
console.log(JSON.stringify({ ...result, answers }))
