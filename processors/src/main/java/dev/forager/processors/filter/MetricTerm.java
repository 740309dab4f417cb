// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pdata.Attributes;
import java.util.List;

/** A compiled part of an expression on the data points of metrics. Immutable. */
sealed interface MetricTerm {
    /**
     * What expressions see of a data point.
     *
     * @param name the metric's name
     * @param type the metric's kind, such as Sum
     * @param attributes the data point's attributes
     */
    record Point(String name, String type, Attributes attributes) {}

    /** How a test looks at a point. */
    @FunctionalInterface
    interface Question {
        boolean holds(Point point);
    }

    /** How a text comes from a point. */
    @FunctionalInterface
    interface Reading {
        String of(Point point);
    }

    /** Something that holds or not. */
    record Test(Question question) implements MetricTerm {}

    /** A text. */
    record Text(Reading reading) implements MetricTerm {}

    /** A text that is known. */
    record Literal(String text) implements MetricTerm {}

    /** A list of texts that are known. */
    record Texts(List<String> texts) implements MetricTerm {
        public Texts {
            texts = List.copyOf(texts);
        }
    }
}
