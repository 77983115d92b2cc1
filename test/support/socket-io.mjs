/** A Socket.IO server as a process of its own, to be killed: says its name, and repeats what it hears. Usage: node socket-io.mjs PORT NAME */
import { Server } from 'socket.io'

const [port, name] = process.argv.slice(2)
const io = new Server(Number(port))

io.on('connection', socket => {
  socket.emit('hello', name)
  socket.on('say', (text, answer) => answer(`${name}: ${text}`))
})
