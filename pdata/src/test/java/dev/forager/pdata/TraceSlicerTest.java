// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Slices, compared with what protobuf-java reads before and after. */
class TraceSlicerTest {
    private final TraceSlicer slicer = new TraceSlicer();

    @Test
    void slicesOfRandomRequests_holdEverySpanWithItsHeads() {
        for (long seed = 1; seed <= 300; seed++) {
            Payload payload = traces(new Random(seed));
            List<TraceSlice> slices = slicer.slice(payload);
            Payload joined = TraceSlice.join(slices);
            assertThat(joined.itemCount()).as("seed %d", seed).isEqualTo(payload.itemCount());
            assertThat(RandomPayloads.lines(joined))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(RandomPayloads.lines(payload));
        }
    }

    @Test
    void slice_isOneTraceOfOneResource() {
        for (long seed = 1; seed <= 300; seed++) {
            int resources = ((Traces) traces(new Random(seed)).open()).resources().size();
            var seen = new HashSet<String>();
            for (TraceSlice slice : slicer.slice(traces(new Random(seed)))) {
                var content = (Traces) TraceSlice.join(List.of(slice)).open();
                assertThat(content.resources()).hasSize(1);
                var id = new TraceId(slice.traceIdHigh(), slice.traceIdLow());
                boolean hasRoot = false;
                for (dev.forager.pdata.Span span : content.spans()) {
                    assertThat(span.traceId()).as("seed %d", seed).isEqualTo(id);
                    hasRoot |= !span.parentSpanId().isValid();
                }
                assertThat(slice.hasRoot()).as("seed %d", seed).isEqualTo(hasRoot);
                assertThat(slice.spanCount()).isEqualTo(content.itemCount());
                seen.add(id.hex() + content.resources().getFirst());
            }
            assertThat(seen.size()).isLessThanOrEqualTo(8 * resources);
        }
    }

    @Test
    void manyTraces_areAllFound() {
        var scope = ScopeSpans.newBuilder();
        for (int i = 0; i < 3000; i++) {
            scope.addSpans(span(i % 1000, i));
        }
        List<TraceSlice> slices = slicer.slice(payload(resource("a").addScopeSpans(scope)));
        assertThat(slices).hasSize(1000).allMatch(slice -> slice.spanCount() == 3);
    }

    @Test
    void byteSize_isThatOfTheResourceSpansMessage() {
        var group =
                resource("shop")
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span(1, 1)))
                        .addScopeSpans(
                                ScopeSpans.newBuilder().setSchemaUrl("u").addSpans(span(1, 2)));
        TraceSlice slice = slicer.slice(payload(group)).getFirst();
        assertThat(slice.byteSize()).isEqualTo(group.build().getSerializedSize());
    }

    @Test
    void equalResources_areHeldOnceAndJoinedUnderOneHead() {
        var slices = new ArrayList<TraceSlice>();
        for (int i = 0; i < 3; i++) {
            for (String name : List.of("a", "b")) {
                var scope = ScopeSpans.newBuilder().addSpans(span(i, i));
                slices.addAll(slicer.slice(payload(resource(name).addScopeSpans(scope))));
            }
        }
        assertThat(slices.get(2).memoryBytes()).isLessThan(slices.get(0).memoryBytes());
        var joined = (Traces) TraceSlice.join(slices).open();
        assertThat(joined.resources()).hasSize(2).allMatch(each -> each.scopes().size() == 3);
    }

    /** What a slice keeps must not pin a request. */
    @Test
    void slice_holdsACopy() {
        byte[] bytes =
                request(resource("a").addScopeSpans(ScopeSpans.newBuilder().addSpans(span(1, 1))))
                        .toByteArray();
        TraceSlice slice = slicer.slice(RandomPayloads.parse(Signal.TRACES, bytes)).getFirst();
        byte[] before = TraceSlice.join(List.of(slice)).toByteArray();
        java.util.Arrays.fill(bytes, (byte) 0);
        assertThat(TraceSlice.join(List.of(slice)).toByteArray()).isEqualTo(before);
    }

    @Test
    void largeResource_isNotRememberedButCounted() {
        String name = "x".repeat(10_000);
        Set<Integer> sizes = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            var scope = ScopeSpans.newBuilder().addSpans(span(i, i));
            sizes.add(
                    slicer.slice(payload(resource(name).addScopeSpans(scope)))
                            .getFirst()
                            .memoryBytes());
        }
        assertThat(sizes).hasSize(1).allMatch(size -> size > 10_000);
    }

    @Test
    void nothing_isNothing() {
        assertThat(slicer.slice(Payload.empty(Signal.TRACES))).isEmpty();
        assertThat(TraceSlice.join(List.of())).isSameAs(Payload.empty(Signal.TRACES));
        assertThatThrownBy(() -> slicer.slice(Payload.empty(Signal.LOGS)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Payload traces(Random random) {
        var request = ExportTraceServiceRequest.newBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            var group = resource("service" + random.nextInt(3));
            for (int j = random.nextInt(3); j >= 0; j--) {
                var scope = ScopeSpans.newBuilder();
                scope.getScopeBuilder().setName("scope" + random.nextInt(2));
                for (int k = 1 + random.nextInt(6); k > 0; k--) {
                    Span.Builder span = span(random.nextInt(4), random.nextInt(1000));
                    if (random.nextInt(4) == 0) {
                        span.clearTraceId();
                    }
                    span.setParentSpanId(
                            random.nextBoolean()
                                    ? ByteString.EMPTY
                                    : ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, 1}));
                    scope.addSpans(span);
                }
                if (random.nextBoolean()) {
                    scope.setSchemaUrl("https://example.com/" + random.nextInt(2));
                    scope.setUnknownFields(unknown(random.nextInt(100)));
                }
                group.addScopeSpans(scope);
            }
            group.setUnknownFields(unknown(random.nextInt(2)));
            request.addResourceSpans(group);
        }
        Payload first = RandomPayloads.parse(Signal.TRACES, request.build().toByteArray());
        return random.nextBoolean() ? first : Payload.concat(List.of(first, first));
    }

    private static UnknownFieldSet unknown(int value) {
        return UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(value).build())
                .build();
    }

    private static ResourceSpans.Builder resource(String name) {
        var group = ResourceSpans.newBuilder().setSchemaUrl("schema");
        group.getResourceBuilder()
                .addAttributesBuilder()
                .setKey("service.name")
                .getValueBuilder()
                .setStringValue(name);
        return group;
    }

    private static Span.Builder span(int trace, int name) {
        byte[] id = new byte[TraceId.LENGTH];
        id[0] = (byte) (trace >> 8);
        id[15] = (byte) (trace + 1);
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(id))
                .setName("span" + name)
                .setEndTimeUnixNano(7);
    }

    private static ExportTraceServiceRequest request(ResourceSpans.Builder... groups) {
        var request = ExportTraceServiceRequest.newBuilder();
        for (ResourceSpans.Builder group : groups) {
            request.addResourceSpans(group);
        }
        return request.build();
    }

    private static Payload payload(ResourceSpans.Builder... groups) {
        return RandomPayloads.parse(Signal.TRACES, request(groups).toByteArray());
    }
}
