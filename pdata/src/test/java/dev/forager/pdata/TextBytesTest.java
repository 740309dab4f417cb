// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextBytesTest {
    private static final Value.Str TEXT = Value.Str.of("grün und blau");

    @Test
    void substring_cutsBytesAndMendsWhatItSplits() {
        assertThat(TEXT.substring(6, 9)).isEqualTo(Value.Str.of("und"));
        assertThat(TEXT.substring(0, 3)).isEqualTo(Value.Str.of("gr\uFFFD"));
        assertThat(TEXT.isBoundary(3)).isFalse();
        assertThatThrownBy(() -> TEXT.substring(2, 99))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void searches_goByBytes() {
        assertThat(TEXT.startsWith(Value.Str.of("grü"))).isTrue();
        assertThat(TEXT.endsWith(Value.Str.of("blau"))).isTrue();
        assertThat(TEXT.indexOf(Value.Str.of("und"))).isEqualTo(6);
        assertThat(TEXT.indexOf(Value.Str.of("rot"))).isEqualTo(-1);
    }

    @Test
    void ofUtf8_mendsIllFormedBytes() {
        assertThat(Value.Str.ofUtf8("ok".getBytes(UTF_8)).string()).isEqualTo("ok");
        assertThat(Value.Str.ofUtf8(new byte[] {'a', (byte) 0xff}).string()).isEqualTo("a\uFFFD");
    }

    @Test
    void record_givesAndTakesBytes() {
        Span span = new Span().nameUtf8(TEXT);
        assertThat(span.name()).isEqualTo("grün und blau");
        assertThat(span.copy().nameUtf8()).isEqualTo(TEXT);
    }

    @Test
    void attributes_byBytesAndAsMap() {
        Attributes attributes = Attributes.create();
        attributes.put(TEXT, Value.of(1));
        Value.MapV before = attributes.toMap();
        attributes.put("other", 2).remove(TEXT);
        assertThat(before.get(TEXT)).isEqualTo(Value.of(1));
        assertThat(attributes.contains(TEXT)).isFalse();
        attributes.replaceBy(before);
        assertThat(attributes.get(TEXT)).isEqualTo(Value.of(1));
        assertThat(attributes.size()).isEqualTo(1);
    }

    @Test
    void removeAt_keepsTheOthersInOrder() {
        Traces traces = Traces.create();
        ScopeSpans scope = traces.addResource().addScope();
        for (int i = 0; i < 5; i++) {
            scope.addSpan().name("s" + i);
        }
        Traces again = (Traces) traces.seal().open();
        BitSet places = BitSet.valueOf(new long[] {0b01011});
        assertThat(
                        Records.removeAt(
                                again.resources().getFirst().scopes().getFirst().spans(), places))
                .isTrue();
        List<String> names = new ArrayList<>();
        ((Traces) again.seal().open()).spans().forEach(span -> names.add(span.name()));
        assertThat(names).containsExactly("s2", "s4");
        assertThatThrownBy(() -> Records.removeAt(List.of(1), places))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
