// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all detectors together found, ready to be written. Immutable.
 *
 * @param entries encoded once for all resources
 * @param schemaUrl of the first detector that names one
 */
record Detected(List<KeyValue> entries, String schemaUrl) {
    static final Detected NOTHING = new Detected(List.of(), "");

    /** The findings, in order; the first that knows an attribute counts. */
    static Detected merge(List<Findings> all) {
        Map<String, Value> merged = new LinkedHashMap<>();
        String schemaUrl = "";
        for (Findings findings : all) {
            findings.attributes().forEach(merged::putIfAbsent);
            schemaUrl = schemaUrl.isEmpty() ? findings.schemaUrl() : schemaUrl;
        }
        return new Detected(
                merged.entrySet().stream()
                        .map(each -> KeyValue.of(each.getKey(), each.getValue()).encoded())
                        .toList(),
                schemaUrl);
    }

    /** Writes the entries. */
    void writeTo(Attributes attributes, boolean override) {
        for (int i = 0; i < entries.size(); i++) {
            if (override) {
                attributes.put(entries.get(i));
            } else {
                attributes.putIfAbsent(entries.get(i));
            }
        }
    }
}
