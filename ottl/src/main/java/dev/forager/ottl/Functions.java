// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.Collection;
import java.util.Collections;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A set of functions by name. Immutable. */
public final class Functions {
    /** What reflection says of a class, asked once: a configuration compiles several times. */
    private static final ClassValue<FunctionInfo> DECLARED =
            new ClassValue<>() {
                @Override
                protected FunctionInfo computeValue(Class<?> type) {
                    return FunctionInfo.of(type.asSubclass(OttlFunction.class));
                }
            };

    private final SortedMap<String, FunctionInfo> byName;

    private Functions(SortedMap<String, FunctionInfo> byName) {
        this.byName = byName;
    }

    /** No functions. */
    public static Functions none() {
        return new Functions(new TreeMap<>());
    }

    /** The functions of all catalogs that a class loader and those above it see. */
    public static Functions discover(ClassLoader loader) {
        Functions all = none();
        for (FunctionCatalog catalog : ServiceLoader.load(FunctionCatalog.class, loader)) {
            all = all.with(catalog);
        }
        return all;
    }

    /**
     * The functions of the language, and those of plugins that the present thread's loader sees.
     */
    public static Functions standard() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return discover(loader == null ? Functions.class.getClassLoader() : loader);
    }

    /**
     * These and those of a catalog, which replace functions of the same name.
     *
     * @throws IllegalArgumentException if a class is no declaration of a function
     */
    public Functions with(FunctionCatalog catalog) {
        SortedMap<String, FunctionInfo> more = new TreeMap<>(byName);
        for (Class<? extends OttlFunction> type : catalog.functions()) {
            FunctionInfo info = DECLARED.get(type);
            more.put(info.name(), info);
        }
        return new Functions(more);
    }

    /** The function of a name; null if there is none. */
    public @Nullable FunctionInfo get(String name) {
        return byName.get(name);
    }

    /** All, by name. */
    public Collection<FunctionInfo> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    Collection<String> names() {
        return byName.keySet();
    }
}
