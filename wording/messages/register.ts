import type { Message, Phrase } from '../words';

/** The register in PostgreSQL. */
export const register = {
	registerHostUnknown: {
		title: 'The register\'s host "{host}" is not known',
		hint: "Check 'Host' in the register's credential",
		titleZh: '找不到登记库的主机“{host}”',
		hintZh: '请检查登记库凭证中的「主机」',
		outcome: 'not_sent',
	},
	registerHostNotLookedUp: {
		title: 'The register\'s host "{host}" could not be looked up',
		hint: "Check 'Host' in the register's credential and the network's name service",
		titleZh: '无法解析登记库的主机“{host}”',
		hintZh: '请检查登记库凭证中的「主机」和网络的域名解析',
		outcome: 'not_sent',
	},
	registerSilent: {
		title: 'Nothing answers at {host}:{port}',
		hint: "Check 'Host' and 'Port' in the register's credential, and that PostgreSQL runs there and listens to other machines",
		titleZh: '{host}:{port} 没有响应',
		hintZh: '请检查登记库凭证中的「主机」和「端口」，并确认 PostgreSQL 在运行且允许其他机器连接',
		outcome: 'not_sent',
	},
	registerPassword: {
		title: 'The register\'s database does not accept the password of user "{user}"',
		hint: "Check 'User' and 'Password' in the register's credential",
		titleZh: '登记库的数据库不接受用户“{user}”的密码',
		hintZh: '请检查登记库凭证中的「用户名」和「密码」',
		outcome: 'not_sent',
	},
	registerUserShutOut: {
		title: 'The register\'s database does not let user "{user}" in',
		hint: "Check 'User' and 'SSL' in the register's credential, and the server's pg_hba.conf",
		titleZh: '登记库的数据库不允许用户“{user}”连接',
		hintZh: '请检查登记库凭证中的「用户名」和「SSL」，以及服务器的 pg_hba.conf',
		outcome: 'not_sent',
	},
	registerNoDatabase: {
		title: 'There is no database "{database}" on the register\'s server',
		hint: "Check 'Database' in the register's credential, or create it: create database …",
		titleZh: '登记库的服务器上没有数据库“{database}”',
		hintZh: '请检查登记库凭证中的「数据库」，或先创建它：create database …',
		outcome: 'not_sent',
	},
	registerNoRights: {
		title: 'User "{user}" may not create or use the register\'s tables',
		hint: "Have the database's owner run this once: {statements}",
		titleZh: '用户“{user}”没有权限创建或使用登记库的表',
		hintZh: '请让数据库的所有者执行一次：{statements}',
		outcome: 'not_sent',
	},
	registerReadOnly: {
		title: "The register's database can only be read",
		hint: "Point 'Host' in the register's credential at the primary server, not at a replica",
		titleZh: '登记库的数据库是只读的',
		hintZh: '登记库凭证中的「主机」应指向主库，而不是只读副本',
		outcome: 'not_sent',
	},
	registerNoConnectionLeft: {
		title: "The register's database has no connection left",
		hint: 'Raise max_connections there: each n8n process takes up to four',
		titleZh: '登记库的连接数已用完',
		hintZh: '请在数据库中调高 max_connections：每个 n8n 进程最多用四个连接',
		outcome: 'not_sent',
	},
	registerOtherCertificate: {
		title: 'The certificate of the register\'s server is not for "{host}"',
		hint: "Give the name that stands in the certificate as 'Host' in the register's credential",
		titleZh: '登记库服务器的证书不属于“{host}”',
		hintZh: '登记库凭证中的「主机」请填写证书里的名称',
		outcome: 'not_sent',
	},
	registerCertificateExpired: {
		title: "The certificate of the register's server has expired",
		hint: 'Have it renewed there',
		titleZh: '登记库服务器的证书已过期',
		hintZh: '请在服务器上更新证书',
		outcome: 'not_sent',
	},
	registerCertificateUntrusted: {
		title: "The certificate of the register's server is not trusted",
		hint: "Paste the certificate of the authority that signed it into 'CA Certificate' in the register's credential",
		titleZh: '登记库服务器的证书不受信任',
		hintZh: '请把签发它的 CA 的证书粘贴到登记库凭证的「CA 证书」',
		outcome: 'not_sent',
	},
	registerNotEncrypted: {
		title: "The register's server does not encrypt connections",
		hint: "Switch TLS on there, or, inside a network you trust, set 'SSL' in the register's credential to Disable",
		titleZh: '登记库的服务器不支持加密连接',
		hintZh: '请在服务器上开启 TLS；在可信的内网里也可把登记库凭证的「SSL」设为「不加密」',
		outcome: 'not_sent',
	},
	registerOdd: {
		title: "The register's database does not answer as it should: {reason}",
		hint: 'Check that PostgreSQL is running and can be reached from n8n',
		titleZh: '登记库的数据库没有正常响应：{reason}',
		hintZh: '请确认 PostgreSQL 在运行，并且 n8n 能连接到它',
		outcome: 'not_sent',
	},
	registerNewer: {
		title: "The register's tables were made by a newer version of this package",
		hint: 'Update the package on this n8n process',
		titleZh: '登记库的表由更新版本的节点包创建',
		hintZh: '请更新这个 n8n 进程上的节点包',
		outcome: 'not_sent',
	},
} as const satisfies Record<string, Message>;

/** What the register's credential says when it is tested. */
export const registerTest = {
	fillIn: { en: "Fill in '{field}'", zh: '请填写「{field}」' },
	connected: { en: 'Connection successful', zh: '连接成功' },
} as const satisfies Record<string, Phrase>;
