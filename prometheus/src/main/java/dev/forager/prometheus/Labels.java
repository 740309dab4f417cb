// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of a series, sorted by name, each name once. Immutable. */
public final class Labels {
    /** The label that holds the metric's name. */
    public static final String NAME = "__name__";

    private final String[] pairs;

    /** A sum over the labels, so that one more costs one more; 0 until it is asked for. */
    private int hash;

    private final int characters;

    private Labels(String[] pairs, int hash, int characters) {
        this.pairs = pairs;
        this.hash = hash;
        this.characters = characters;
    }

    /** The number of labels. */
    public int size() {
        return pairs.length / 2;
    }

    /** The characters of all names and values together. */
    public int characters() {
        return characters;
    }

    /** The name of a label. */
    public String name(int index) {
        return pairs[2 * index];
    }

    /** The value of a label; empty only where {@link Builder#buildWithEmpty} made it. */
    public String value(int index) {
        return pairs[2 * index + 1];
    }

    /** The value of the label called {@code name}; null where there is none. */
    public @Nullable String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    /**
     * Whether a label is the very same in other labels: cheap, and true where one was made {@link
     * #with} more than the other, or both from the same texts.
     */
    @SuppressWarnings("ReferenceEquality") // Comparing texts costs as much as writing them.
    public boolean shares(Labels other, int index) {
        int at = 2 * index;
        return at < other.pairs.length
                && pairs[at] == other.pairs[at]
                && pairs[at + 1] == other.pairs[at + 1];
    }

    /** The same with one more label, or another value of it. */
    public Labels with(String name, String value) {
        int at = 0;
        while (at < pairs.length && compare(pairs[at], name) < 0) {
            at += 2;
        }
        boolean isThere = at < pairs.length && pairs[at].equals(name);
        int all = hashCode() + hash(name, value) - (isThere ? hash(name, pairs[at + 1]) : 0);
        int length = characters + value.length();
        length += isThere ? -pairs[at + 1].length() : name.length();
        String[] more = new String[pairs.length + (isThere ? 0 : 2)];
        System.arraycopy(pairs, 0, more, 0, at);
        more[at] = name;
        more[at + 1] = value;
        int rest = isThere ? at + 2 : at;
        System.arraycopy(pairs, rest, more, at + 2, pairs.length - rest);
        return new Labels(more, all, length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Labels that
                && hashCode() == that.hashCode()
                && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            for (int i = 0; i < pairs.length; i += 2) {
                known += hash(pairs[i], pairs[i + 1]);
            }
            hash = known;
        }
        return known;
    }

    /** Mixed, or labels that exchange their values would be the same. */
    private static int hash(String name, String value) {
        int mixed = (31 * name.hashCode() + value.hashCode()) * 0x9e3779b9;
        return mixed ^ (mixed >>> 15);
    }

    /** As Prometheus' queries write it: {@code {a="1", b="2"}}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            parts.add(name(i) + "=\"" + value(i) + '"');
        }
        return "{" + String.join(", ", parts) + "}";
    }

    /** The order of UTF-8 bytes, which differs from that of chars above the basic plane. */
    public static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return Integer.compare(rank(a), rank(b));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
    }

    /** Gathers labels. Confined to one thread; can be used again after {@link #clear}. */
    public static final class Builder {
        /** Up to so many, looking through all is the fastest way. */
        private static final int FEW = 32;

        private final List<String> names = new ArrayList<>();
        private final List<String> values = new ArrayList<>();

        /** Places of the names, once they are not few any more: a hostile sender has many. */
        private @Nullable Map<String, Integer> places;

        /** Forgets everything. */
        public Builder clear() {
            names.clear();
            values.clear();
            places = null;
            return this;
        }

        /** Sets a label; an empty value is the same as no label. */
        public Builder set(String name, String value) {
            int at = placeOf(name);
            if (at >= 0) {
                values.set(at, value);
            } else {
                names.add(name);
                values.add(value);
                note(name);
            }
            return this;
        }

        private int placeOf(String name) {
            Map<String, Integer> known = places;
            return known == null ? names.indexOf(name) : known.getOrDefault(name, -1);
        }

        private void note(String name) {
            Map<String, Integer> known = places;
            if (known != null) {
                known.put(name, names.size() - 1);
            } else if (names.size() > FEW) {
                known = HashMap.newHashMap(2 * names.size());
                for (int i = 0; i < names.size(); i++) {
                    known.put(names.get(i), i);
                }
                places = known;
            }
        }

        /** Sets a label that is not there yet. */
        public Builder setIfAbsent(String name, String value) {
            return contains(name) ? this : set(name, value);
        }

        /** Two attributes that become one label are joined, as the specification wants. */
        public Builder join(String name, String value) {
            int at = placeOf(name);
            if (at < 0) {
                return set(name, value);
            }
            if (!values.get(at).equals(value)) {
                values.set(at, values.get(at) + ";" + value);
            }
            return this;
        }

        /** Whether a label is set. */
        public boolean contains(String name) {
            return placeOf(name) >= 0;
        }

        /** The labels. */
        public Labels build() {
            return build(false);
        }

        /** The labels with those that have no value, which a text exposition shows. */
        public Labels buildWithEmpty() {
            return build(true);
        }

        private Labels build(boolean keepsEmpty) {
            sortIfMany();
            String[] pairs = new String[names.size() * 2];
            int end = 0;
            int characters = 0;
            for (int i = 0; i < names.size(); i++) {
                if (keepsEmpty || !values.get(i).isEmpty()) {
                    end = insert(pairs, end, names.get(i), values.get(i));
                    characters += names.get(i).length() + values.get(i).length();
                }
            }
            return new Labels(
                    end == pairs.length ? pairs : Arrays.copyOf(pairs, end), 0, characters);
        }

        private void sortIfMany() {
            if (places == null) {
                return;
            }
            List<Integer> order = new ArrayList<>(names.size());
            for (int i = 0; i < names.size(); i++) {
                order.add(i);
            }
            order.sort((a, b) -> compare(names.get(a), names.get(b)));
            List<String> sortedNames = order.stream().map(names::get).toList();
            List<String> sortedValues = order.stream().map(values::get).toList();
            clear();
            for (int i = 0; i < sortedNames.size(); i++) {
                set(sortedNames.get(i), sortedValues.get(i));
            }
        }

        /** Labels are few and mostly come sorted: nothing beats an insertion sort. */
        private static int insert(String[] pairs, int end, String name, String value) {
            int at = end;
            while (at > 0 && compare(pairs[at - 2], name) > 0) {
                pairs[at] = pairs[at - 2];
                pairs[at + 1] = pairs[at - 1];
                at -= 2;
            }
            pairs[at] = name;
            pairs[at + 1] = value;
            return end + 2;
        }
    }
}
