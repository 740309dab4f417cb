// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributesTest {
    @Test
    void typedGetters_fallBack_whenAbsentOrOfAnotherKind() {
        Attributes attributes = new Resource().attributes();
        attributes.put("s", "text").put("l", 5).put("d", 2.5).put("b", true);
        assertThat(attributes.getString("s", "-")).isEqualTo("text");
        assertThat(attributes.getLong("l", -1)).isEqualTo(5);
        assertThat(attributes.getDouble("d", -1)).isEqualTo(2.5);
        assertThat(attributes.getBoolean("b", false)).isTrue();
        assertThat(attributes.getString("l", "-")).isEqualTo("-");
        assertThat(attributes.getLong(Key.of("none"), -1)).isEqualTo(-1);
        assertThat(attributes.get("none")).isNull();
        assertThat(attributes.size()).isEqualTo(4);
        assertThat(attributes).hasToString("{s=text, l=5, d=2.5, b=true}");
    }

    @Test
    void repeatedKeys_stay_untilTheirKeyIsWritten() {
        Attributes attributes = read(List.of("a", "b", "a", "c", "a"));
        assertThat(keys(attributes)).containsExactly("a", "b", "a", "c", "a");
        assertThat(attributes.getLong("a", -1)).isZero();
        attributes.put("a", "x");
        assertThat(keys(attributes)).containsExactly("a", "b", "c");
        assertThat(attributes.putIfAbsent("c", Value.of(1))).isFalse();
        assertThat(attributes.putIfAbsent("d", Value.of(1))).isTrue();
        assertThat(attributes.remove("b")).isTrue();
        assertThat(attributes.remove("b")).isFalse();
        assertThat(keys(attributes)).containsExactly("a", "c", "d");
    }

    @Test
    void encodedPairs_areLikeOthers() {
        KeyValue pair = KeyValue.of("a", Value.of("x")).encoded();
        Attributes attributes = read(List.of("b", "a", "a"));
        assertThat(attributes.putIfAbsent(pair)).isFalse();
        attributes.put(pair);
        assertThat(keys(attributes)).containsExactly("b", "a");
        assertThat(attributes.getString("a", "")).isEqualTo("x");
        Attributes others = read(List.of("b"));
        assertThat(others.putIfAbsent(pair)).isTrue();
        assertThat(others.put(KeyValue.of("b", Value.of(5)).encoded()).toString())
                .isEqualTo("{b=5, a=x}");
    }

    @Test
    void replaceValues_writesOnlyWhatChanged() {
        Attributes attributes = read(List.of("a", "b", "a"));
        attributes.replaceValues(KeyValue::value);
        assertThat(attributes.isDirty()).isFalse();
        attributes.replaceValues(
                entry -> entry.key().equals("a") ? Value.of("new") : entry.value());
        assertThat(attributes.isDirty()).isTrue();
        assertThat(attributes).hasToString("{a=new, b=1, a=new}");
    }

    @Test
    void iterator_removes() {
        Attributes attributes = read(List.of("a", "b", "c"));
        Iterator<KeyValue> entries = attributes.iterator();
        entries.next();
        entries.next();
        entries.remove();
        assertThat(entries.next().key()).isEqualTo("c");
        assertThat(entries.hasNext()).isFalse();
        assertThat(keys(attributes)).containsExactly("a", "c");
    }

    @Test
    void loneSurrogates_becomeReplacementCharacters() {
        Attributes attributes = new Resource().attributes();
        attributes.put("k\uD800", "\uDC00x\uD83D\uDE80");
        assertThat(keys(attributes)).containsExactly("k\uFFFD");
        assertThat(attributes.getString("k\uFFFD", "")).isEqualTo("\uFFFDx\uD83D\uDE80");
    }

    /** Small and large maps against a plain list: above some size an index takes over. */
    @Test
    void randomEdits_equalThoseOfAList() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            int keyCount = 1 + random.nextInt(60);
            List<String> keys = new ArrayList<>();
            for (int i = random.nextInt(80); i > 0; i--) {
                keys.add("key" + random.nextInt(keyCount));
            }
            Attributes attributes = read(keys);
            for (int i = 0; i < 50; i++) {
                edit(attributes, keys, "key" + random.nextInt(keyCount), random);
                assertThat(keys(attributes)).as("seed %d, edit %d", seed, i).isEqualTo(keys);
            }
        }
    }

    private static void edit(Attributes attributes, List<String> keys, String key, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> {
                assertThat(attributes.remove(key)).isEqualTo(keys.contains(key));
                keys.removeIf(key::equals);
            }
            case 1 -> {
                attributes.put(Key.of(key), 5);
                int first = keys.indexOf(key);
                keys.removeIf(key::equals);
                keys.add(first < 0 ? keys.size() : first, key);
            }
            case 2 -> assertThat(attributes.contains(key)).isEqualTo(keys.contains(key));
            case 3 -> addBlock(attributes, keys, List.of(key, key + "b", "b" + key, key));
            case 4 -> assertThat(attributes.size()).isEqualTo(keys.size());
            default -> {
                attributes.removeIf(entry -> entry.key().endsWith("7"));
                keys.removeIf(each -> each.endsWith("7"));
            }
        }
    }

    private static void addBlock(Attributes attributes, List<String> keys, List<String> added) {
        boolean fits = Collections.disjoint(keys, added);
        assertThat(attributes.addIfAllAbsent(block(added))).isEqualTo(fits);
        if (fits) {
            added.stream().distinct().forEach(keys::add);
        }
    }

    private static AttributeBlock block(List<String> keys) {
        return AttributeBlock.of(
                keys.stream().map(key -> KeyValue.of(key, Value.of(key.length()))).toList());
    }

    @Test
    void aBlock_isAddedWholeOrNotAtAll() {
        Attributes attributes = read(List.of("a", "b"));
        assertThat(attributes.addIfAllAbsent(block(List.of("c", "a")))).isFalse();
        assertThat(attributes.isDirty()).isFalse();
        assertThat(attributes.addIfAllAbsent(block(List.of("c", "ddd", "c")))).isTrue();
        assertThat(attributes.size()).isEqualTo(4);
        assertThat(attributes.contains("b")).isTrue();
        assertThat(attributes.getLong("ddd", -1)).isEqualTo(3);
        assertThat(attributes.addIfAllAbsent(block(List.of("ddd")))).isFalse();
        assertThat(attributes.addIfAllAbsent(block(List.of("e")))).isTrue();
        attributes.put("a", 7).put("c", 8);
        assertThat(attributes).hasToString("{a=7, b=1, c=8, ddd=3, e=1}");
        assertThat(block(List.of("c", "ddd", "c"))).hasToString("[c=1, ddd=3]");
    }

    /** Records have their attributes under tags of one and of two bytes. */
    @Test
    void aBlock_isEncodedLikeItsEntries() {
        AttributeBlock block = block(List.of("a", "b".repeat(200), "c"));
        List<Attributes> plain = new ArrayList<>();
        Traces traces = Traces.create();
        for (int i = 0; i < 2; i++) {
            ResourceSpans group = traces.addResource();
            Span span = group.addScope().addSpan();
            plain.add(group.resource().attributes());
            plain.add(span.attributes());
            plain.add(span.addEvent().attributes());
            plain.add(span.addLink().attributes());
        }
        for (int i = 0; i < plain.size(); i++) {
            Attributes each = plain.get(i).put("before", i);
            assertThat(each.addIfAllAbsent(block)).isTrue();
            assertThat(i < 4 || each.contains("a")).isTrue(); // the others are taken apart
        }
        Traces sealed = (Traces) traces.seal().open();
        for (ResourceSpans group : sealed.resources()) {
            Span span = group.scopes().getFirst().spans().getFirst();
            List<String> expected = List.of("before", "a", "b".repeat(200), "c");
            assertThat(keys(group.resource().attributes())).isEqualTo(expected);
            assertThat(keys(span.attributes())).isEqualTo(expected);
            assertThat(keys(span.events().getFirst().attributes())).isEqualTo(expected);
            assertThat(keys(span.links().getFirst().attributes())).isEqualTo(expected);
        }
    }

    @Test
    void manyAttributes_areFoundInLinearTime() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            keys.add("k" + i);
        }
        Attributes attributes = read(keys);
        for (String key : keys) {
            attributes.put(key, 1);
        }
        assertThat(attributes.size()).isEqualTo(200_000);
    }

    private static List<String> keys(Attributes attributes) {
        List<String> keys = new ArrayList<>();
        attributes.forEach((key, value) -> keys.add(key));
        return keys;
    }

    /** Attributes as they come from the wire, with their place as value. */
    private static Attributes read(List<String> keys) {
        Resource resource = new Resource();
        for (int i = 0; i < keys.size(); i++) {
            resource.attributes().add(KeyValue.of(keys.get(i), Value.of(i)));
        }
        return resource.copy().attributes();
    }
}
