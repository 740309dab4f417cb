// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.config.ComponentRegistry;
import dev.forager.pipeline.ComponentCatalog;
import java.util.ArrayList;
import java.util.List;

/**
 * All components: those of the program, and those of plugins that could be loaded.
 *
 * @param registry where configurations find them
 * @param failures plugins that could not be loaded, one text each with the file's name
 */
public record Components(ComponentRegistry registry, List<String> failures) {
    public Components {
        failures = List.copyOf(failures);
    }

    /** Components without plugins. */
    public static Components of(List<? extends ComponentCatalog> catalogs) {
        return new Components(ComponentRegistry.of(catalogs), List.of());
    }

    /**
     * Components with plugins. One whose components clash with others is left out and named.
     *
     * @throws IllegalArgumentException when two components of the program itself clash
     */
    public static Components of(List<? extends ComponentCatalog> catalogs, Plugins plugins) {
        var known = new ArrayList<ComponentCatalog>(catalogs);
        var failures = new ArrayList<>(plugins.failures());
        ComponentRegistry registry = ComponentRegistry.of(known);
        for (Plugins.Plugin plugin : plugins.loaded()) {
            known.addAll(plugin.catalogs());
            try {
                registry = ComponentRegistry.of(known);
            } catch (IllegalArgumentException clash) {
                known.removeAll(plugin.catalogs());
                failures.add(Plugins.failure(plugin.file(), clash));
            }
        }
        return new Components(registry, failures);
    }
}
