// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContentKeyTest {
    @Test
    void attributes_areASet() {
        assertThat(key(attributes("a", "1", "b", "2")))
                .isEqualTo(key(attributes("b", "2", "a", "1")));
        assertThat(key(attributes("a", "1"))).isNotEqualTo(key(attributes("a", "2")));
        assertThat(key(attributes("a", "1"))).isNotEqualTo(key(attributes("a", "1", "b", "2")));
        assertThat(key(attributes("ab", "c"))).isNotEqualTo(key(attributes("a", "bc")));
    }

    @Test
    void decodedAttributes_areTheSameAsWrittenOnes() {
        Resource written = new Resource();
        written.attributes().put("a", 1).put("b", "x");
        assertThat(key(written.copy().attributes())).isEqualTo(key(written.attributes()));
    }

    @Test
    void everyKindOfValue_isItsOwn() {
        List<Value> values =
                List.of(
                        Value.empty(),
                        Value.of(""),
                        Value.of("1"),
                        Value.of(1),
                        Value.of(1.0),
                        Value.of(0.0),
                        Value.of(-0.0),
                        Value.of(true),
                        Value.of(false),
                        Value.of(new byte[] {'1'}),
                        Value.Arr.of(),
                        Value.Arr.of(Value.of("1")),
                        Value.MapV.of(),
                        Value.MapV.of(List.of(KeyValue.of("1", Value.empty()))),
                        new Value.StrIndex(1));
        assertThat(values.stream().map(each -> new ContentKey.Builder().add(each).build()))
                .doesNotHaveDuplicates();
    }

    @Test
    void mapsInside_areSetsToo() {
        Value one = Value.MapV.of().with("a", Value.of(1)).with("b", Value.of(2));
        Value other = Value.MapV.of().with("b", Value.of(2)).with("a", Value.of(1));
        assertThat(new ContentKey.Builder().add(one).build())
                .isEqualTo(new ContentKey.Builder().add(other).build())
                .hasSameHashCodeAs(new ContentKey.Builder().add(other).build());
    }

    @Test
    void truncate_goesBackToASharedBeginning() {
        var builder = new ContentKey.Builder().add("begin");
        int shared = builder.length();
        ContentKey first = builder.add(1).build();
        ContentKey second = builder.truncate(shared).add(2).build();
        assertThat(builder.truncate(shared).add(1).build()).isEqualTo(first).isNotEqualTo(second);
        assertThat(first.compareTo(second)).isNegative();
        assertThatThrownBy(() -> builder.truncate(builder.length() + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longContent_fits() {
        String text = "x".repeat(100_000);
        ContentKey key = new ContentKey.Builder().add(text).add(attributes("k", text)).build();
        assertThat(key.byteSize()).isBetween(200_000, 200_050);
    }

    private static ContentKey key(Attributes attributes) {
        return new ContentKey.Builder().add(attributes).build();
    }

    private static Attributes attributes(String... pairs) {
        Attributes attributes = new Resource().attributes();
        for (int i = 0; i < pairs.length; i += 2) {
            attributes.put(pairs[i], pairs[i + 1]);
        }
        return attributes;
    }
}
