#!/usr/bin/env node
'use strict';

// Node 20 does not read TypeScript by itself.
require('tsx/cjs');
require('./main.ts');
