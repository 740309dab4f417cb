// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.time.InstantSource;

/** A converter whose value depends on when it is asked: it is given the component's clock. */
public interface ClockedConverter extends Converter {
    /**
     * As {@link Converter#compile()}.
     *
     * @param clock wall clock
     */
    Getter compile(InstantSource clock);

    @Override
    default Getter compile() {
        return compile(InstantSource.system());
    }
}
