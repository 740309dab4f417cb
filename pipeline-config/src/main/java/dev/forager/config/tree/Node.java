// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

/**
 * A value of the configuration. Immutable; two nodes are equal when their content is, wherever they
 * were written and in whatever order the keys of their maps stand.
 */
public sealed interface Node permits MapNode, ListNode, ScalarNode {
    /** Where it comes from. */
    Origin origin();

    /** The same content from elsewhere. */
    Node withOrigin(Origin origin);

    /** Where it stands. */
    default Position position() {
        return origin().position();
    }

    /** Levels of lists and maps in it: 0 for a scalar. */
    int height();

    /** Nodes in it, itself included; what stands in several places counts in each. */
    long size();

    /** The name of the type that the Go collector prints for such a value. */
    String goType();

    /** The kind of value in a user's words. */
    String kind();
}
