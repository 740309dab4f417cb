// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/** Something beside the pipelines: authentication, storage, health. One instance per id. */
public interface Extension extends Component {
    /** All pipelines run: called after the receivers have started. */
    default void ready() {}

    /** The service begins to stop: called before the receivers stop. */
    default void notReady() {}
}
