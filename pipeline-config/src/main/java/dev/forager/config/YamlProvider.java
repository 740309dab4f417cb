// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

/** {@code yaml:text}: the text itself. */
record YamlProvider() implements ConfigProvider {
    @Override
    public Fetched fetch(String opaque, Problems problems) {
        return new Fetched(opaque, null, false);
    }
}
