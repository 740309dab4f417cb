// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/**
 * Reads YAML, or JSON, that a component finds while it runs, as the configuration is read: the same
 * records, keys and messages. Thread-safe.
 */
public interface SectionReader {
    /**
     * The reader of this process.
     *
     * @throws IllegalStateException when there is none
     */
    static SectionReader load() {
        return ServiceLoader.load(SectionReader.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no SectionReader (expected: one)"));
    }

    /**
     * A document that is one section.
     *
     * @param source what messages call the document, such as a path
     * @throws InvalidConfigException with all that is wrong
     */
    <C extends Record> C read(String yaml, Class<C> type, String source);

    /**
     * A document that is a list of sections.
     *
     * @throws InvalidConfigException with all that is wrong
     */
    <C extends Record> List<C> readList(String yaml, Class<C> type, String source);

    /**
     * A document that is a map of sections, in its order.
     *
     * @param ignored keys of the sections that do not count
     * @throws InvalidConfigException with all that is wrong
     */
    <C extends Record> Map<String, C> readMap(
            String yaml, Class<C> type, String source, Predicate<String> ignored);
}
