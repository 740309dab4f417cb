// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.Map;

/**
 * What a component tells people who look into the running service, beyond its status. zPages shows
 * it. Thread-safe; every call gives the present.
 */
public interface StatusPage {
    /** The name in the page's path, such as {@code k8sz}. Pages of one name are shown together. */
    String name();

    /** What stands above it. */
    String title();

    /** What people may ask for by the parameter {@code q}, for a field on the page. */
    String asksFor();

    /**
     * The page as plain text.
     *
     * @param parameters of the query
     */
    String text(Map<String, String> parameters);
}
