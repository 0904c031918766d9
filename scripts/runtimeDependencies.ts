import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../test/n8n/support/repository';

/** A package that is installed with this one. */
export interface RuntimeDependency {
	name: string;
	version: string;
	license: string;
	homepage: string;
	licenseText: string;
}

interface PackageJson {
	name: string;
	version: string;
	license?: string;
	homepage?: string;
	dependencies?: Record<string, string>;
}

/** Everything that is installed with this package, by name. Needs node_modules. */
export function runtimeDependencies(): RuntimeDependency[] {
	const found = new Map<string, RuntimeDependency>();
	const visit = (folder: string) => {
		for (const name of Object.keys(readPackage(folder).dependencies ?? {})) {
			const dependencyFolder = folderOf(name, folder);
			const { version, license = 'unknown', homepage = '' } = readPackage(dependencyFolder);
			const key = `${name}@${version}`;
			if (found.has(key)) continue;
			const licenseText = readLicense(dependencyFolder);
			found.set(key, { name, version, license, homepage, licenseText });
			visit(dependencyFolder);
		}
	};
	visit(REPOSITORY);
	return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** The page that goes with the package: whose code it brings along, under which terms. */
export function licensesPage(dependencies: readonly RuntimeDependency[]): string {
	const sections = dependencies.map(
		({ name, version, license, homepage, licenseText }) =>
			`## ${name} ${version}\n\n${license}${homepage ? `, <${homepage}>` : ''}\n\n\`\`\`text\n${licenseText}\n\`\`\`\n`,
	);
	return `# Third-party licenses

<!-- Written by scripts/writeThirdPartyLicenses.ts: run "npm run licenses" after a dependency has changed. -->

These packages are installed with n8n-nodes-alibaba-alsc and are not part of it.

${sections.join('\n')}`;
}

function readPackage(folder: string): PackageJson {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
}

/** Where Node would find a package from `folder`; its package.json need not be exported. */
function folderOf(name: string, folder: string): string {
	for (const path of createRequire(join(folder, 'package.json')).resolve.paths(name) ?? []) {
		const candidate = join(path, name);
		try {
			readPackage(candidate);
			return candidate;
		} catch {
			continue;
		}
	}
	throw new Error(`${name} is not installed (looked from ${dirname(folder)}); run npm ci`);
}

function readLicense(folder: string): string {
	const file = readdirSync(folder).find((name) => /^licen[sc]e(\.(md|txt))?$/i.test(name));
	return file ? readFileSync(join(folder, file), 'utf8').trim() : 'No license file.';
}
