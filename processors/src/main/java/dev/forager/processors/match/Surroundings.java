// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.Key;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an item's resource and scope must look like: asked once for each of them, so that what does
 * not match is never opened. Thread-safe.
 */
final class Surroundings {
    private static final Key SERVICE_NAME = Key.of("service.name");
    private static final String NO_SERVICE = "<nil-service-name>";

    private final List<Library> libraries;
    private final @Nullable AttributeMatches resources;
    private final @Nullable TextSet services;

    private record Library(TextSet name, @Nullable TextSet version) {}

    private Surroundings(
            List<Library> libraries,
            @Nullable AttributeMatches resources,
            @Nullable TextSet services) {
        this.libraries = libraries;
        this.resources = resources;
        this.services = services;
    }

    static Surroundings of(MatchProperties config) {
        var libraries = new ArrayList<Library>();
        for (MatchProperties.LibraryMatch each : config.libraries()) {
            TextSet name =
                    TextSet.required(List.of(each.name()), config, "error creating library name");
            String version = each.version();
            libraries.add(
                    new Library(
                            name,
                            version == null
                                    ? null
                                    : TextSet.required(
                                            List.of(version),
                                            config,
                                            "error creating library version")));
        }
        return new Surroundings(
                List.copyOf(libraries),
                AttributeMatches.of(config.resources(), config, "resource"),
                TextSet.of(config.services(), config, "service name"));
    }

    boolean matches(Resource resource) {
        return (services == null || services.matches(serviceName(resource)))
                && (resources == null || resources.matches(resource.attributes()));
    }

    private static String serviceName(Resource resource) {
        Value name = resource.attributes().get(SERVICE_NAME);
        return name == null ? NO_SERVICE : ValueText.of(name);
    }

    boolean matches(InstrumentationScope scope) {
        for (Library library : libraries) {
            if (!library.name().matches(scope.name())
                    || (library.version() != null && !library.version().matches(scope.version()))) {
                return false;
            }
        }
        return true;
    }
}
