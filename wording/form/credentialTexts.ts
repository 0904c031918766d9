/** What the credentials' forms say beside their labels, in English and in Chinese. */
export const CREDENTIAL_TEXTS = {
	"The app's AppKey, from its page in the console of open.taobao.com":
		'应用的 AppKey，在淘宝开放平台控制台的应用页面上',
	"The app's AppSecret, from the same page": '应用的 AppSecret，在同一页面上',
	'https://api.taobao.com/router/rest, faster from outside China':
		'https://api.taobao.com/router/rest，从中国境外访问更快',
	'https://gw.api.tbsandbox.com/router/rest, with the keys of a sandbox app':
		'https://gw.api.tbsandbox.com/router/rest，使用沙箱应用的 Key',
	'A gateway address of your own': '自己的网关地址',
	'Which gateway of the Taobao Open Platform to call': '调用淘宝开放平台的哪个网关',
	'The full address, https only (http is accepted for this machine itself, e.g. http://127.0.0.1:8080/router/rest)':
		'完整地址，必须是 https（只有本机地址可以用 http，例如 http://127.0.0.1:8080/router/rest）',
	'How requests are signed. The platform accepts all three for every app.':
		'请求的签名方式。三种方式平台对所有应用都接受。',
	'The session key (SessionKey, access token) a merchant gave the app by authorizing it. Leave it empty unless the platform asks for it.':
		'商家授权应用后得到的 SessionKey（access token）。除非平台要求，否则请留空。',
	'The PostgreSQL server, 12 or newer. All n8n processes must reach the same one.':
		'PostgreSQL 服务器，12 或更新版本。所有 n8n 进程都必须连接同一个。',
	'The port it listens on': '服务器监听的端口',
	'The database on it. The node makes its own few tables there.':
		'服务器上的数据库。节点会在其中创建自己的几张表。',
	'A user who may create tables there, or for whom the owner has created them':
		'可以在其中建表的用户，或者由所有者事先为其建好表的用户',
	"The user's password": '该用户的密码',
	'Not encrypted: inside a network you trust only': '不加密：仅限可信的内网',
	'Encrypted; whose certificate it is, is not checked': '加密，但不检查证书属于谁',
	'Encrypted, and the certificate must be trusted and be for this host':
		'加密，并且证书必须受信任、属于该主机',
	'Whether the connection is encrypted and the server made sure of':
		'连接是否加密、是否验证服务器身份',
	"The certificate of the authority that signed the server's, as PEM text. Leave it empty for one that Node.js knows.":
		'签发服务器证书的 CA 的证书，PEM 文本。如果是 Node.js 已信任的 CA，请留空。',
} as const;
