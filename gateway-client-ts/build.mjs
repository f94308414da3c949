// Builds the package: `node build.mjs`. With --check the bundle of examples/web-chat is compared instead of written.
// With --tests the tests are built, too.
import { build } from 'esbuild'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** The most bytes of the core entry, minified and gzipped. */
const BUDGET = 10 * 1024

const here = path.dirname(fileURLToPath(import.meta.url))
const bundle = path.join(here, '../examples/web-chat/gateway-client.js')
const at = (...parts) => path.join(here, ...parts)
const run = (script, ...args) => execFileSync(process.execPath, [at('node_modules', script), ...args], { cwd: here, stdio: 'inherit' })

fs.rmSync(at('dist'), { recursive: true, force: true })
run('typescript/bin/tsc', '-p', 'tsconfig.json')

const common = { absWorkingDir: here, bundle: true, target: 'es2020', platform: 'neutral', logLevel: 'warning', charset: 'utf8' }

// The entry for tabs imports the core: an application that has both has one GatewayError. The transports need nothing of it.
for (const format of ['esm', 'cjs']) {
  await build({ ...common, entryPoints: ['src/index.ts'], format, outdir: `dist/${format}` })
  await build({ ...common, entryPoints: ['src/tabs.ts'], format, outdir: `dist/${format}`, external: ['./index.js'] })
  await build({ ...common, entryPoints: ['src/sse.ts', 'src/cbor.ts'], format, outdir: `dist/${format}` })
}
fs.writeFileSync(at('dist/esm/package.json'), '{ "type": "module" }\n')
fs.writeFileSync(at('dist/cjs/package.json'), '{ "type": "commonjs" }\n')
for (const name of fs.readdirSync(at('dist/esm'))) {
  if (name.endsWith('.d.ts')) fs.copyFileSync(at('dist/esm', name), at('dist/cjs', name))
}

const { outputFiles } = await build({ ...common, entryPoints: ['src/index.ts'], format: 'esm', minify: true, write: false })
const size = gzipSync(outputFiles[0].contents, { level: 9 }).length
console.log(`core entry: ${size} of ${BUDGET} bytes, minified and gzipped`)
if (size > BUDGET) throw new Error(`the core entry has ${size} bytes, ${BUDGET} are allowed`)

const banner = { js: '// Built from gateway-client-ts by its build.mjs. Do not edit.' }
const fresh = (await build({ ...common, entryPoints: ['src/index.ts'], format: 'esm', write: false, banner })).outputFiles[0].text
if (process.argv.includes('--check')) {
  if (fs.readFileSync(bundle, 'utf8') !== fresh) {
    throw new Error('examples/web-chat/gateway-client.js is not what the sources make: run "npm run build" in gateway-client-ts and commit it')
  }
} else {
  fs.mkdirSync(path.dirname(bundle), { recursive: true })
  fs.writeFileSync(bundle, fresh)
}

if (process.argv.includes('--tests')) {
  run('typescript/bin/tsc', '-p', 'tsconfig.test.json')
  const inBrowser = { contents: "export * from './index.js'; export * from './tabs.js'", resolveDir: at('src'), loader: 'ts' }
  await build({ ...common, stdin: inBrowser, format: 'iife', globalName: 'client', footer: { js: 'globalThis.client = client' }, outfile: 'build/tabs-in-browser.js' })
  fs.rmSync(at('build/test'), { recursive: true, force: true })
  await build({
    ...common,
    entryPoints: tests('test'),
    platform: 'node',
    target: 'node18',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    outdir: 'build/test',
    outbase: 'test',
    outExtension: { '.js': '.mjs' }
  })
}

/** The tests in a folder and those below. */
function tests(folder) {
  return fs.readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`
    return entry.isDirectory() ? tests(name) : name.endsWith('.test.ts') ? [name] : []
  })
}
