// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTest {
    @Test
    void values_areEqual_byContent_whereverTheyCameFrom() {
        Value built =
                Value.MapV.of()
                        .with("s", Value.of("text"))
                        .with("a", Value.Arr.of(Value.of(1), Value.of(true), Value.empty()))
                        .with("b", Value.of(new byte[] {1, 2}))
                        .with("d", Value.of(0.5));
        Value read = new LogRecord().body(built).copy().body();
        assertThat(read).isEqualTo(built).hasSameHashCodeAs(built);
        assertThat(read).hasToString("[s=text, a=[1, true, ], b=0102, d=0.5]");
    }

    @Test
    void containers_answerNewValues() {
        Value.MapV map = Value.MapV.of().with("k", Value.of(1)).with("l", Value.of(2));
        assertThat(map.with("k", Value.of(3)).get("k")).isEqualTo(Value.of(3));
        assertThat(map.get("k")).isEqualTo(Value.of(1));
        assertThat(map.without("k").get("k")).isNull();
        assertThat(map.without("none")).isSameAs(map);
        Value.Arr array = Value.Arr.of(List.of(Value.of(1)));
        assertThat(array.with(Value.of(2)).values()).hasSize(2);
        assertThat(array.values()).hasSize(1);
        assertThatThrownBy(() -> array.values().add(Value.of(3)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void nesting_isBounded() {
        Value value = Value.of("leaf");
        for (int i = 1; i < Value.MAX_DEPTH; i++) {
            value = Value.Arr.of(value);
        }
        Value deepest = new LogRecord().body(value).copy().body();
        assertThat(deepest).isEqualTo(value);
        assertThatThrownBy(() -> Value.Arr.of(deepest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value: nests deeper than 100 (expected: at most 100)");
        assertThatThrownBy(() -> Value.MapV.of().with("k", deepest))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void strings_orderByCodePoint() {
        assertThat(Value.Str.of("a")).isLessThan(Value.Str.of("b"));
        assertThat(Value.Str.of("\uFFFD")).isLessThan(Value.Str.of("🚀"));
        assertThat(Value.Str.of("é").utf8().remaining()).isEqualTo(2);
    }

    @Test
    void ids_readAndWriteHex() {
        TraceId id = TraceId.ofHex("00112233445566778899AABBCCDDEEFF");
        assertThat(id).hasToString("00112233445566778899aabbccddeeff");
        assertThat(TraceId.of(id.toBytes())).isEqualTo(id);
        assertThat(SpanId.ofHex("ffffffffffffffff").toBytes()).containsOnly(0xFF);
        assertThat(TraceId.NONE.isValid()).isFalse();
        assertThatThrownBy(() -> SpanId.of(new byte[7]))
                .hasMessage("span id: 7 bytes (expected: 8)");
        assertThatThrownBy(() -> ProfileId.ofHex("xyz"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
