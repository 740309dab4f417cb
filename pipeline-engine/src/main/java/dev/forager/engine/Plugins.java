// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.pipeline.ComponentCatalog;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Components from jars of a folder. Each jar has a class loader of its own over that of the
 * program, so that two plugins may bring two versions of a library. A jar that fails is left out
 * and named; it matters only to a configuration that uses its components. Immutable.
 *
 * @param loaded what could be loaded, in the order of the files' names
 * @param failures one text for each jar that could not
 */
public record Plugins(List<Plugin> loaded, List<String> failures) {
    public Plugins {
        loaded = List.copyOf(loaded);
        failures = List.copyOf(failures);
    }

    /**
     * One jar.
     *
     * @param catalogs of its components; none if it brings services of another kind
     * @param loader of its classes
     */
    public record Plugin(Path file, List<ComponentCatalog> catalogs, ClassLoader loader) {
        public Plugin {
            catalogs = List.copyOf(catalogs);
        }
    }

    /**
     * Loads every {@code *.jar} of a folder; one that does not exist is empty.
     *
     * @param services what else than components a jar may bring, as {@link ServiceLoader} finds it
     */
    public static Plugins of(Path folder, Class<?>... services) {
        var loaded = new ArrayList<Plugin>();
        var failures = new ArrayList<String>();
        for (Path file : jars(folder, failures)) {
            try {
                loaded.add(load(file, services));
            } catch (IOException | RuntimeException | LinkageError | ServiceConfigurationError e) {
                failures.add(failure(file, e));
            }
        }
        return new Plugins(loaded, failures);
    }

    /** The text of a plugin that failed. */
    static String failure(Path file, Throwable why) {
        return "plugin %s could not be loaded: %s".formatted(file, why.getMessage());
    }

    private static List<Path> jars(Path folder, List<String> failures) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            failures.add(failure(folder, e));
            return List.of();
        }
    }

    // The loader stays open with the components that come from it: for the life of the process.
    @SuppressWarnings("resource")
    private static Plugin load(Path file, Class<?>... services) throws IOException {
        // A class loader passes over what is no jar without a word.
        new JarFile(file.toFile()).close();
        var loader = new JarLoader(file);
        var catalogs = new ArrayList<ComponentCatalog>();
        for (ComponentCatalog catalog : ServiceLoader.load(ComponentCatalog.class, loader)) {
            // Asked for now: a class that is missing shows here, not in a running service.
            catalog.factories().forEach(factory -> factory.info().id());
            catalogs.add(catalog);
        }
        if (catalogs.isEmpty() && !brings(loader, services)) {
            loader.close();
            throw new IOException("no components (expected: %s)".formatted(JarLoader.CATALOGS));
        }
        return new Plugin(file, catalogs, loader);
    }

    private static boolean brings(JarLoader loader, Class<?>... services) {
        boolean found = false;
        for (Class<?> service : services) {
            for (Object each : ServiceLoader.load(service, loader)) {
                found |= each.getClass().getClassLoader() == loader;
            }
        }
        return found;
    }

    /**
     * A loader by which {@link ServiceLoader} finds the services of all plugins beside those of the
     * program. A class that two plugins bring is the first one's.
     */
    public ClassLoader services() {
        return loaded.isEmpty()
                ? ComponentCatalog.class.getClassLoader()
                : new AllPlugins(loaded.stream().map(Plugin::loader).toList());
    }

    private static final class AllPlugins extends ClassLoader {
        private final List<ClassLoader> plugins;

        AllPlugins(List<ClassLoader> plugins) {
            super("plugins", ComponentCatalog.class.getClassLoader());
            this.plugins = plugins;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            for (ClassLoader plugin : plugins) {
                try {
                    return plugin.loadClass(name);
                } catch (ClassNotFoundException e) {
                    // Another one may have it.
                }
            }
            throw new ClassNotFoundException(name);
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            List<URL> found = new ArrayList<>();
            for (ClassLoader plugin : plugins) {
                if (plugin instanceof URLClassLoader jar) {
                    found.addAll(Collections.list(jar.findResources(name)));
                }
            }
            return Collections.enumeration(found);
        }
    }

    /** Sees the classes of the program and of one jar, and the catalogs of the jar alone. */
    private static final class JarLoader extends URLClassLoader {
        static final String CATALOGS = "META-INF/services/" + ComponentCatalog.class.getName();

        JarLoader(Path file) throws IOException {
            super(
                    file.getFileName().toString(),
                    new URL[] {file.toUri().toURL()},
                    ComponentCatalog.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals(CATALOGS) ? findResources(name) : super.getResources(name);
        }
    }
}
