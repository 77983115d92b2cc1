#!/usr/bin/env node
import { main, processIo } from '../dist/src/index.js'
process.exitCode = await main(process.argv.slice(2), processIo)
