'use strict';

// The package's main. n8n itself loads these classes by the paths in package.json.
module.exports = {
	...require('./dist/top'),
	// Loaded on demand: they need n8n-workflow, which a script outside n8n does not have.
	get AlibabaAlscVoucherSend() {
		return require('./dist/nodes/AlibabaAlscVoucherSend/AlibabaAlscVoucherSend.node')
			.AlibabaAlscVoucherSend;
	},
	get AlibabaAlscCustomerGet() {
		return require('./dist/nodes/AlibabaAlscCustomerGet/AlibabaAlscCustomerGet.node')
			.AlibabaAlscCustomerGet;
	},
	get AlibabaAlscApi() {
		return require('./dist/credentials/AlibabaAlscApi.credentials').AlibabaAlscApi;
	},
};
