import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A project outside of this repository that has the package, as `npm pack` makes it. */
export class Project {
  private constructor(readonly folder: string) {}

  static create(): Project {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gateway-client-'))
    const project = new Project(folder)
    fs.rmSync('dist', { recursive: true, force: true }) // npm pack builds it anew
    const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { encoding: 'utf8' })) as { filename: string }[]
    fs.mkdirSync(project.of('@mychat/gateway-client'), { recursive: true })
    execFileSync('tar', ['-xzf', path.join(folder, packed!.filename), '-C', project.of('@mychat/gateway-client'), '--strip-components=1'])
    project.write('package.json', '{ "private": true, "type": "module", "dependencies": { "@mychat/gateway-client": "*" } }')
    return project
  }

  /** The folder of a package in it. */
  of(name: string): string {
    return path.join(this.folder, 'node_modules', name)
  }

  write(name: string, text: string): void {
    fs.mkdirSync(path.dirname(path.join(this.folder, name)), { recursive: true })
    fs.writeFileSync(path.join(this.folder, name), text)
  }

  /** Runs a program in it, and returns what that has written. */
  run(program: string, ...args: string[]): string {
    return execFileSync(program, args, { cwd: this.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true })
  }
}
