/** A backend as a process of its own, to be killed: answers how many bytes it got. Usage: node echo.mjs PORT */
import { createServer } from 'node:http'

createServer((request, response) => {
  let bytes = 0
  request.on('data', chunk => { bytes += chunk.length })
  request.on('end', () => response.end(`${bytes}\n`))
}).listen(Number(process.argv[2]), '127.0.0.1')
