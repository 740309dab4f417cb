// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random edits of spans, done to records and to protobuf-java's builders alike. */
class TracesEditOracleTest {
    private static final int ROUNDS = 400;
    private static final String[] KEYS = {"", "a", "service.name", "http.request.method", "new"};

    @Test
    void edits_equalBuilderEdits() throws Exception {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Payload payload = RandomPayloads.next(Signal.TRACES, seed);
            var expected = parse(payload.toByteArray()).toBuilder();
            Traces traces = (Traces) payload.open();
            Random random = new Random(seed);
            // Sealing in between: positions and bits must hold for the next round.
            for (int round = 0; round < 3; round++) {
                edit(traces, expected, random);
                Payload sealed = traces.seal();
                assertThat(parse(sealed.toByteArray()))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(expected.build());
                assertThat(sealed.itemCount()).as("seed %d", seed).isEqualTo(count(expected));
                assertThat(traces.itemCount()).as("seed %d", seed).isEqualTo(count(expected));
                assertThat(traces.seal()).isSameAs(sealed);
            }
        }
    }

    private static ExportTraceServiceRequest parse(byte[] bytes)
            throws InvalidProtocolBufferException {
        return ExportTraceServiceRequest.parseFrom(bytes);
    }

    private static int count(ExportTraceServiceRequest.Builder request) {
        return request.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .mapToInt(io.opentelemetry.proto.trace.v1.ScopeSpans::getSpansCount)
                .sum();
    }

    private static void edit(
            Traces traces, ExportTraceServiceRequest.Builder expected, Random random) {
        for (int r = 0; r < traces.resources().size(); r++) {
            if (random.nextInt(3) == 0) {
                continue;
            }
            ResourceSpans group = traces.resources().get(r);
            var builder = expected.getResourceSpansBuilder(r);
            if (random.nextInt(3) == 0) {
                group.resource().attributes().put("a", "resource");
                var attributes =
                        ProtoAttributes.put(
                                builder.getResource().getAttributesList(), "a", "resource");
                builder.getResourceBuilder().clearAttributes().addAllAttributes(attributes);
            }
            for (int s = 0; s < group.scopes().size(); s++) {
                editScope(group.scopes().get(s), builder.getScopeSpansBuilder(s), random);
            }
        }
        move(traces, expected, random);
    }

    private static void editScope(
            ScopeSpans scope,
            io.opentelemetry.proto.trace.v1.ScopeSpans.Builder expected,
            Random random) {
        for (int i = scope.spans().size() - 1; i >= 0; i--) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    scope.spans().remove(i);
                    expected.removeSpans(i);
                }
                case 1 -> scope.spans().get(i);
                case 2 -> {}
                default -> editSpan(scope.spans().get(i), expected.getSpansBuilder(i), random);
            }
        }
        if (random.nextInt(6) == 0) {
            scope.addSpan().name("added").kind(SpanKind.CLIENT).attributes().put("k", "v");
            expected.addSpansBuilder()
                    .setName("added")
                    .setKindValue(SpanKind.CLIENT.number())
                    .addAllAttributes(ProtoAttributes.put(List.of(), "k", "v"));
        }
    }

    private static void editSpan(
            Span span, io.opentelemetry.proto.trace.v1.Span.Builder expected, Random random) {
        String key = KEYS[random.nextInt(KEYS.length)];
        switch (random.nextInt(9)) {
            case 0 -> {
                span.name("naïve").startTimeUnixNano(17);
                expected.setName("naïve").setStartTimeUnixNano(17);
            }
            case 1 -> {
                span.attributes().put(key, "value");
                var attributes = ProtoAttributes.put(expected.getAttributesList(), key, "value");
                expected.clearAttributes().addAllAttributes(attributes);
            }
            case 2 -> {
                span.attributes().remove(key);
                var attributes = ProtoAttributes.remove(expected.getAttributesList(), key);
                expected.clearAttributes().addAllAttributes(attributes);
            }
            case 3 -> {
                span.status().message("broken").code(StatusCode.ERROR);
                expected.getStatusBuilder()
                        .setMessage("broken")
                        .setCode(
                                io.opentelemetry.proto.trace.v1.Status.StatusCode
                                        .STATUS_CODE_ERROR);
            }
            case 4 -> {
                span.clearStatus();
                expected.clearStatus();
            }
            case 5 -> {
                span.addEvent().name("event");
                expected.addEventsBuilder().setName("event");
            }
            case 6 -> {
                span.events().forEach(event -> event.attributes().clear());
                expected.getEventsBuilderList().forEach(event -> event.clearAttributes());
            }
            case 7 -> {
                // Reading makes nothing present.
                assertThat(span.hasStatus()).isEqualTo(expected.hasStatus());
                assertThat(span.status().message()).isEqualTo(expected.getStatus().getMessage());
                assertThat(span.hasStatus()).isEqualTo(expected.hasStatus());
            }
            default -> {
                span.links().clear();
                expected.clearLinks();
            }
        }
    }

    /** Moves a span between scopes, also one that was edited in this round. */
    private static void move(
            Traces traces, ExportTraceServiceRequest.Builder expected, Random random) {
        List<ScopeSpans> scopes = new ArrayList<>();
        List<io.opentelemetry.proto.trace.v1.ScopeSpans.Builder> builders = new ArrayList<>();
        traces.resources().forEach(group -> scopes.addAll(group.scopes()));
        expected.getResourceSpansBuilderList()
                .forEach(group -> builders.addAll(group.getScopeSpansBuilderList()));
        for (int i = 0; i < scopes.size(); i++) {
            int to = random.nextInt(scopes.size());
            if (!scopes.get(i).spans().isEmpty()) {
                scopes.get(to).spans().add(scopes.get(i).spans().removeFirst());
                var moved = builders.get(i).getSpans(0);
                builders.get(i).removeSpans(0);
                builders.get(to).addSpans(moved);
            }
        }
    }
}
