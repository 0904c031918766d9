const { src, dest } = require('gulp');

/** Copies what the compiler leaves behind: icons, and the codex file that places the node. */
function assets() {
	return src(['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'credentials/**/*.{svg,png}'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

exports.assets = assets;
exports['build:icons'] = assets;
exports.default = assets;
