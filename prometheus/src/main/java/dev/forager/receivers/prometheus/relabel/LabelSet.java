// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.relabel;

import dev.forager.prometheus.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Labels under change. An empty value is no label. Confined to one thread. */
public final class LabelSet {
    private final Map<String, String> values = new TreeMap<>();

    /** The same labels. */
    public static LabelSet of(Labels labels) {
        var set = new LabelSet();
        for (int i = 0; i < labels.size(); i++) {
            set.values.put(labels.name(i), labels.value(i));
        }
        return set;
    }

    /** The value; empty where there is no such label. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** Whether there is such a label. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Sets a label; an empty value removes it. */
    public LabelSet set(String name, String value) {
        if (value.isEmpty()) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
        return this;
    }

    /** Names in order, as they are now: the set may change meanwhile. */
    public List<String> names() {
        return new ArrayList<>(values.keySet());
    }

    /** Each label in the order of its name. */
    public void forEach(BiConsumer<String, String> each) {
        values.forEach(each);
    }

    /** How many there are. */
    public int size() {
        return values.size();
    }

    /** The labels as they are now. */
    public Labels build() {
        var builder = new Labels.Builder();
        values.forEach(builder::set);
        return builder.build();
    }

    @Override
    public String toString() {
        return build().toString();
    }
}
