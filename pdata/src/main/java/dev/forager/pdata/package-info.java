// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Telemetry as OTLP protobuf bytes with lazy, editable views.
 *
 * <pre>{@code
 * Payload payload = Payload.parse(Signal.TRACES, bytes, 0, bytes.length);
 * Traces traces = (Traces) payload.open();
 * for (Span span : traces.spans()) {
 *     span.attributes().put("deployment.environment.name", "production");
 * }
 * Payload edited = traces.seal();
 * }</pre>
 *
 * <h2>Two types, two rules</h2>
 *
 * A {@link dev.forager.pdata.Payload} is immutable bytes, shared freely between threads: it waits
 * in queues, is joined, split and sent without being decoded. A {@link dev.forager.pdata.Telemetry}
 * is a handle on one: what it decodes is its own, and one thread has it at a time. Opening costs
 * nothing; two handles on one payload never see each other's edits; nothing is ever cloned.
 *
 * <h2>Two levels of laziness</h2>
 *
 * Containers are indexed when they are first looked at: a list knows where its records are. A
 * record (span, data point, log record) is decoded whole when it is first asked for; its strings,
 * values and lists stay ranges of bytes until somebody wants them. Looking at something changes
 * nothing: a message that is not set reads as an empty one and stays unset until it is edited.
 *
 * <h2>Editing</h2>
 *
 * Records are plain mutable objects; setters have the name of their getter and chain. Lists are
 * ordinary lists. {@link dev.forager.pdata.Value} is immutable, {@link
 * dev.forager.pdata.Attributes} is the mutable map. A record may be moved to another parent, also
 * of another payload; put under two parents it is one record, whose edits both show ({@code copy()}
 * makes two). Records compare by identity, values and ids by content.
 *
 * <h2>Sealing</h2>
 *
 * Every record has a bit that says whether it differs from its source. Sealing asks from the root
 * downwards through what was opened, sums sizes from below, and writes a fresh array: clean
 * neighbours by one copy, edited records from their fields in field order, unknown fields last. If
 * nothing was edited it answers the very payload it came from.
 *
 * <h2>What is kept</h2>
 *
 * Unknown fields, unknown enum numbers, kinds of value that later versions of OTLP bring,
 * attributes that their sender repeated (until that key is written). Of several members of a oneof
 * the last wins, a message that comes twice is merged, as protobuf says.
 *
 * <h2>Trust</h2>
 *
 * Bytes are checked once, in {@link dev.forager.pdata.Payload#parse}; everything behind it relies
 * on that. Ill-formed UTF-8 is mended there. Values nest at most {@link
 * dev.forager.pdata.Value#MAX_DEPTH} deep, and are decoded one level at a time.
 *
 * <h2>Generated sources</h2>
 *
 * The records, enums and tables in {@code src/generated/java} are written from the descriptors of
 * opentelemetry-proto by generators among the tests, and compared with them in the build. After a
 * change: {@code ./mvnw -pl pdata test -Dtest='RecordGeneratorTest,SchemaTest'
 * -Dpdata.generate=true}.
 */
@NullMarked
package dev.forager.pdata;

import org.jspecify.annotations.NullMarked;
