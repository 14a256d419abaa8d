// SPDX-License-Identifier: MIT
// OTLP's messages as its JSON mapping has them: every field by its kind, and no other field.
// [opentelemetry-proto 1.x: metrics.proto, trace.proto, common.proto; OTLP specification, JSON
// Protobuf Encoding: keys in lowerCamelCase, ids in hex, enums as integers, 64 bits as decimal text]
const decimal = (text, least, most) =>
  typeof text === 'string' && /^(0|-?[1-9]\d*)$/.test(text) && BigInt(text) >= least && BigInt(text) <= most;
const kinds = {
  string: (value) => typeof value === 'string',
  name: (value) => typeof value === 'string' && value !== '',
  bool: (value) => typeof value === 'boolean',
  uint32: (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32,
  fixed64: (value) => decimal(value, 0n, 2n ** 64n - 1n),
  int64: (value) => decimal(value, -(2n ** 63n), 2n ** 63n - 1n),
  double: (value) => typeof value === 'number' || ['NaN', 'Infinity', '-Infinity'].includes(value),
  traceId: (value) => typeof value === 'string' && /^[0-9a-fA-F]{32}$/.test(value) && !/^0*$/.test(value),
  spanId: (value) => typeof value === 'string' && /^[0-9a-fA-F]{16}$/.test(value) && !/^0*$/.test(value),
  spanKind: (value) => Number.isInteger(value) && value >= 0 && value <= 5,
  statusCode: (value) => Number.isInteger(value) && value >= 0 && value <= 2,
  temporality: (value) => Number.isInteger(value) && value >= 0 && value <= 2,
};

// Of a field: its kind or its message, "…[]" for a list of them. `one` holds one field or none of
// each oneof; `needs` is what a receiver can do nothing without.
const messages = {
  MetricsRequest: { fields: { resourceMetrics: 'ResourceMetrics[]' }, needs: ['resourceMetrics'] },
  ResourceMetrics: { fields: { resource: 'Resource', scopeMetrics: 'ScopeMetrics[]', schemaUrl: 'string' }, needs: ['resource', 'scopeMetrics'] },
  ScopeMetrics: { fields: { scope: 'Scope', metrics: 'Metric[]', schemaUrl: 'string' }, needs: ['scope', 'metrics'] },
  Metric: {
    fields: { name: 'name', description: 'string', unit: 'string', metadata: 'KeyValue[]', gauge: 'Gauge', sum: 'Sum' },
    one: [['gauge', 'sum']], needs: ['name', 'unit', 'description'],
  },
  Gauge: { fields: { dataPoints: 'NumberDataPoint[]' }, needs: ['dataPoints'] },
  Sum: { fields: { dataPoints: 'NumberDataPoint[]', aggregationTemporality: 'temporality', isMonotonic: 'bool' }, needs: ['dataPoints', 'aggregationTemporality', 'isMonotonic'] },
  NumberDataPoint: {
    fields: { attributes: 'KeyValue[]', startTimeUnixNano: 'fixed64', timeUnixNano: 'fixed64', asDouble: 'double', asInt: 'int64', flags: 'uint32' },
    one: [['asDouble', 'asInt']], needs: ['timeUnixNano'],
  },
  TraceRequest: { fields: { resourceSpans: 'ResourceSpans[]' }, needs: ['resourceSpans'] },
  ResourceSpans: { fields: { resource: 'Resource', scopeSpans: 'ScopeSpans[]', schemaUrl: 'string' }, needs: ['resource', 'scopeSpans'] },
  ScopeSpans: { fields: { scope: 'Scope', spans: 'Span[]', schemaUrl: 'string' }, needs: ['scope', 'spans'] },
  Span: {
    fields: {
      traceId: 'traceId', spanId: 'spanId', traceState: 'string', parentSpanId: 'spanId', flags: 'uint32', name: 'name', kind: 'spanKind',
      startTimeUnixNano: 'fixed64', endTimeUnixNano: 'fixed64', attributes: 'KeyValue[]', droppedAttributesCount: 'uint32',
      droppedEventsCount: 'uint32', droppedLinksCount: 'uint32', status: 'Status',
    },
    needs: ['traceId', 'spanId', 'name', 'kind', 'startTimeUnixNano', 'endTimeUnixNano'],
  },
  Status: { fields: { message: 'string', code: 'statusCode' }, needs: ['code'] },
  Resource: { fields: { attributes: 'KeyValue[]', droppedAttributesCount: 'uint32' }, needs: ['attributes'] },
  Scope: { fields: { name: 'name', version: 'string', attributes: 'KeyValue[]', droppedAttributesCount: 'uint32' }, needs: ['name', 'version'] },
  KeyValue: { fields: { key: 'name', value: 'AnyValue' }, needs: ['key', 'value'] },
  AnyValue: { fields: { stringValue: 'string', boolValue: 'bool', intValue: 'int64', doubleValue: 'double' }, one: [['stringValue', 'boolValue', 'intValue', 'doubleValue']] },
};

function checkField(kind, value, where, faults) {
  if (kind.endsWith('[]')) {
    if (!Array.isArray(value)) return faults.push(`${where} is no list`);
    value.forEach((item, i) => checkField(kind.slice(0, -2), item, `${where}[${i}]`, faults));
    if (kind !== 'KeyValue[]') return undefined;
    const keys = value.map(({ key }) => key);
    return keys.filter((key, i) => keys.indexOf(key) !== i).forEach((key) => faults.push(`${where} has ${key} twice`));
  }
  if (messages[kind]) return checkMessage(kind, value, where, faults);
  return kinds[kind](value) || faults.push(`${where} is no ${kind}: ${JSON.stringify(value)}`);
}

function checkMessage(kind, value, where, faults) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return faults.push(`${where} is no object`);
  const { fields, one = [], needs = [] } = messages[kind];
  for (const [key, item] of Object.entries(value)) {
    if (Object.hasOwn(fields, key)) checkField(fields[key], item, `${where}.${key}`, faults);
    else faults.push(`${where}.${key}: ${kind} has no such field`);
  }
  needs.filter((key) => !Object.hasOwn(value, key)).forEach((key) => faults.push(`${where} lacks ${key}`));
  for (const names of one) {
    const set = names.filter((key) => Object.hasOwn(value, key));
    if (set.length !== 1) faults.push(`${where} has ${set.length} of ${names.join(', ')}`);
  }
  return undefined;
}

// A list of what is wrong, empty for a message of that kind.
export function faultsOf(kind, message) {
  const faults = [];
  checkMessage(kind, message, kind, faults);
  return faults;
}

export const attributesOf = ({ attributes = [] }) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue]));
