// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

/** How names and values of the former filters are compared. */
public enum MatchType {
    /** They are equal. */
    STRICT,
    /** A regular expression of RE2 is found. */
    REGEXP
}
