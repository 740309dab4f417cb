// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ServiceView;

/** A component that did not start; the text is for the user. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ServiceView.Instance instance;

    /** Which component, and why. */
    public StartException(String message, Exception cause, ServiceView.Instance instance) {
        super(message, cause);
        this.instance = instance;
    }

    /** The component. */
    public ServiceView.Instance instance() {
        return instance;
    }
}
