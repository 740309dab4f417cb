// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

/** An argument that is the bare name of a converter of one parameter, such as {@code SHA256}. */
public final class FunctionRef {
    private final String name;
    private final Calls calls;

    FunctionRef(String name, Calls calls) {
        this.name = name;
        this.calls = calls;
    }

    /** How a call of the named converter is made. */
    @FunctionalInterface
    interface Calls {
        Getter call(Getter argument);
    }

    /** The name of the converter. */
    public String name() {
        return name;
    }

    /**
     * A call of the converter on what {@code argument} gives. Made when the calling function is
     * compiled.
     *
     * @throws IllegalArgumentException if the converter takes something else
     */
    public Getter call(Getter argument) {
        return calls.call(argument);
    }
}
