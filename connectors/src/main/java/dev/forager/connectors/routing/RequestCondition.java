// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.pipeline.Context;
import java.util.List;

/**
 * The small grammar of the context {@code request}: whether one of the values of a header of the
 * request is, or is not, a text. A request without the header meets neither.
 *
 * @param name the header
 * @param isEqual whether the value must be, or must not be, the text
 * @param value the text
 */
record RequestCondition(String name, boolean isEqual, String value) {
    private static final Pattern COMPARATOR = Pattern.compile("==|!=");
    private static final Pattern FIELD = Pattern.compile("request\\[\"(.*)\"\\]");
    private static final Pattern TEXT = Pattern.compile("\"(.*)\"");

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException in the words of the Go collector
     */
    static RequestCondition parse(String condition) {
        Matcher comparator = COMPARATOR.matcher(condition);
        if (!comparator.find()) {
            throw new IllegalArgumentException("condition does not contain a valid comparator");
        }
        boolean isEqual = condition.startsWith("==", comparator.start());
        Matcher field = FIELD.matcher(condition.substring(0, comparator.start()).strip());
        Matcher text = TEXT.matcher(condition.substring(comparator.end()).strip());
        if (comparator.find()) {
            throw new IllegalArgumentException("condition contains multiple comparators");
        }
        if (!field.matches()) {
            throw new IllegalArgumentException(
                    "condition must have format 'request[\"<name>\"] <comparator> <value>'");
        }
        if (!text.matches()) {
            throw new IllegalArgumentException(
                    "condition must have format 'request[\"<name>\"] <comparator> \"<value>\"'");
        }
        return new RequestCondition(field.group(1), isEqual, text.group(1));
    }

    boolean matches(Context context) {
        List<String> values = context.client().metadata().get(name);
        return values.stream().anyMatch(each -> each.equals(value) == isEqual);
    }
}
