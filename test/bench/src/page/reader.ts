/** Loads a page again and again, and tells how long each took in milliseconds, and how many bytes it had. */
const [url, count] = process.argv.slice(2)

for (let i = 0; i < Number(count); i++) {
  const start = performance.now()
  const body = await (await fetch(url!)).arrayBuffer()
  process.send!({ time: performance.now() - start, bytes: body.byteLength })
}
process.disconnect()
