// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a component author writes. */
class TracesTest {
    private static final Key STATUS = Key.of("http.response.status_code");

    @Test
    void built_fromNothing() {
        Traces traces = shop("checkout", "cart");
        Span first = traces.spans().iterator().next();
        first.traceId(TraceId.ofHex("0102030405060708090a0b0c0d0e0f10"))
                .spanId(SpanId.ofHex("0102030405060708"))
                .kind(SpanKind.SERVER)
                .attributes()
                .put(STATUS, 200);
        Traces again = (Traces) traces.seal().open();
        assertThat(again.itemCount()).isEqualTo(2);
        assertThat(again.resources().getFirst().resource().attributes().getString("service", ""))
                .isEqualTo("shop");
        Span read = again.spans().iterator().next();
        assertThat(read.name()).isEqualTo("checkout");
        assertThat(read.traceId().hex()).isEqualTo("0102030405060708090a0b0c0d0e0f10");
        assertThat(read.spanId()).isEqualTo(first.spanId());
        assertThat(read.parentSpanId()).isEqualTo(SpanId.NONE);
        assertThat(read.kind()).isEqualTo(SpanKind.SERVER);
        assertThat(read.attributes().getLong(STATUS, 0)).isEqualTo(200);
        assertThat(read.hasStatus()).isFalse();
    }

    @Test
    void flatLoop_edits() {
        Payload payload = shop("a", "b", "c").seal();
        Traces traces = (Traces) payload.open();
        for (Span span : traces.spans()) {
            span.attributes().put("k", "v");
        }
        Traces again = (Traces) traces.seal().open();
        assertThat(again.spans())
                .hasSize(3)
                .allMatch(span -> span.attributes().getString("k", "").equals("v"));
        assertThat(((Traces) payload.open()).spans())
                .as("the payload it came from")
                .noneMatch(span -> span.attributes().contains("k"));
    }

    @Test
    void removeIf_takesEmptyContainersAlong() {
        Traces traces = (Traces) shop("a", "b", "c").seal().open();
        assertThat(traces.removeIf((resource, scope, span) -> span.name().equals("b"))).isOne();
        assertThat(traces.spans()).extracting(Span::name).containsExactly("a", "c");
        assertThat(traces.itemCount()).isEqualTo(2);
        assertThat(traces.removeIf((resource, scope, span) -> true)).isEqualTo(2);
        assertThat(traces.resources()).isEmpty();
        assertThat(traces.seal().byteSize()).isZero();
    }

    @Test
    void removeIf_seesResourceAndScope() {
        Traces traces = shop("a");
        assertThat(
                        traces.removeIf(
                                (resource, scope, span) ->
                                        resource.attributes().contains("service")
                                                && scope.name().equals("lib")))
                .isOne();
    }

    @Test
    void iteratorRemove_removes() {
        Traces traces = (Traces) shop("a", "b").seal().open();
        var spans = traces.spans().iterator();
        spans.next();
        spans.remove();
        assertThat(traces.spans()).extracting(Span::name).containsExactly("b");
    }

    @Test
    void span_movesBetweenPayloads() {
        Traces from = (Traces) shop("a", "b").seal().open();
        Traces to = (Traces) shop("x").seal().open();
        ScopeSpans source = from.resources().getFirst().scopes().getFirst();
        ScopeSpans target = to.resources().getFirst().scopes().getFirst();
        target.spans().add(0, source.spans().removeLast());
        assertThat(((Traces) to.seal().open()).spans())
                .extracting(Span::name)
                .containsExactly("b", "x");
        assertThat(((Traces) from.seal().open()).spans())
                .extracting(Span::name)
                .containsExactly("a");
    }

    /** Sharing is allowed by design: sizes and bits are the record's own. */
    @Test
    void span_inTwoScopes_isWrittenTwice_alsoWhenEditedLater() {
        Traces traces = (Traces) shop("a", "b").seal().open();
        ScopeSpans second = traces.resources().getFirst().addScope();
        Span shared = traces.spans().iterator().next();
        second.spans().add(shared);
        traces.seal();
        shared.name("a much longer name than before").attributes().put("k", "v");
        assertThat(((Traces) traces.seal().open()).spans())
                .extracting(Span::name)
                .containsExactly(
                        "a much longer name than before", "b", "a much longer name than before");
    }

    @Test
    void copy_isIndependent_andLeavesTheEditVisible() {
        Traces traces = (Traces) shop("a").seal().open();
        Span span = traces.spans().iterator().next();
        span.name("edited");
        Span copy = span.copy();
        copy.name("copy");
        assertThat(((Traces) traces.seal().open()).spans())
                .extracting(Span::name)
                .containsExactly("edited");
        assertThat(copy.name()).isEqualTo("copy");
    }

    @Test
    void handle_staysUsable_afterSeal() {
        Traces traces = (Traces) shop("a", "b").seal().open();
        Span span = traces.spans().iterator().next();
        span.name("first");
        traces.seal();
        span.name("second");
        assertThat(((Traces) traces.seal().open()).spans())
                .extracting(Span::name)
                .containsExactly("second", "b");
    }

    @Test
    void editingAListWhileWalkingIt_fails() {
        Traces traces = (Traces) shop("a", "b", "c").seal().open();
        List<Span> spans = traces.resources().getFirst().scopes().getFirst().spans();
        assertThatThrownBy(() -> spans.forEach(span -> spans.add(new Span())))
                .isInstanceOf(ConcurrentModificationException.class);
        assertThatThrownBy(() -> spans.removeIf(span -> spans.add(new Span())))
                .isInstanceOf(ConcurrentModificationException.class);
    }

    @Test
    void unknownEnumNumber_isKept() {
        Traces traces = shop("a");
        Span span = traces.spans().iterator().next();
        span.kindValue(77);
        Span read = ((Traces) traces.seal().open()).spans().iterator().next();
        assertThat(read.kind()).isEqualTo(SpanKind.UNRECOGNIZED);
        assertThat(read.kindValue()).isEqualTo(77);
        assertThatThrownBy(() -> read.kind(SpanKind.UNRECOGNIZED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lists_areOrdinaryLists() {
        Traces traces = (Traces) shop("c", "a", "b").seal().open();
        List<Span> spans = traces.resources().getFirst().scopes().getFirst().spans();
        spans.sort(java.util.Comparator.comparing(Span::name));
        Span replaced = spans.set(1, new Span().name("z"));
        assertThat(replaced.name()).isEqualTo("b");
        spans.subList(0, 1).clear();
        spans.addAll(new ArrayList<>(List.of(new Span().name("x"), replaced)));
        assertThat(((Traces) traces.seal().open()).spans())
                .extracting(Span::name)
                .containsExactly("z", "c", "x", "b");
        assertThat(spans.indexOf(replaced)).isEqualTo(3);
    }

    private static Traces shop(String... names) {
        Traces traces = Traces.create();
        ResourceSpans group = traces.addResource();
        group.resource().attributes().put("service", "shop");
        ScopeSpans scope = group.addScope();
        scope.scope().name("lib");
        for (String name : names) {
            scope.addSpan().name(name);
        }
        return traces;
    }
}
