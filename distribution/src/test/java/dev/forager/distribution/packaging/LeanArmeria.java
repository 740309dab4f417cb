// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Spares each start what Armeria does for keys that we do not give it. Around every TLS context it
 * puts a small Bouncy Castle among the security providers, for private keys in PEM that the JDK
 * cannot read, and its static default client factories make four such contexts before ours is made.
 * The first of these providers computes a point on each named elliptic curve: a quarter of a second
 * of CPU and 80 MB of garbage. Our keys come from {@code dev.forager.transport.Pem}, so the method
 * that does it only calls what it was given.
 *
 * <p>The changed class stands in a jar of its own in front of Armeria's, which stays as it was
 * published.
 */
final class LeanArmeria {
    /** The jar with the changed class. */
    static final String JAR = "armeria-lean.jar";

    private static final String CHANGED =
            "com/linecorp/armeria/internal/common/util/MinifiedBouncyCastleProvider.class";

    private static final ClassDesc SUPPLIER = ClassDesc.of("java.util.function.Supplier");
    private static final MethodTypeDesc CALL = MethodTypeDesc.of(ConstantDescs.CD_Object, SUPPLIER);

    private LeanArmeria() {}

    /**
     * Writes the jar that goes in front of {@code armeria}.
     *
     * @throws IOException when this Armeria has no such method: see whether it still does the same
     */
    static void write(Path armeria, Path target, FileTime time) throws IOException {
        byte[] changed = changed(armeria);
        var entry = new ZipEntry(CHANGED).setLastModifiedTime(time);
        try (var jar = new ZipOutputStream(Files.newOutputStream(target))) {
            jar.putNextEntry(entry);
            jar.write(changed);
            jar.closeEntry();
        }
    }

    private static byte[] changed(Path armeria) throws IOException {
        try (var jar = new ZipFile(armeria.toFile())) {
            ZipEntry entry = jar.getEntry(CHANGED);
            if (entry == null) {
                throw missing(armeria);
            }
            try (var in = jar.getInputStream(entry)) {
                var classFile = ClassFile.of();
                ClassModel model = classFile.parse(in.readAllBytes());
                if (model.methods().stream().noneMatch(LeanArmeria::isCall)) {
                    throw missing(armeria);
                }
                return classFile.transformClass(
                        model,
                        (type, element) -> {
                            if (element instanceof MethodModel method && isCall(method)) {
                                type.withMethodBody(
                                        method.methodName().stringValue(),
                                        CALL,
                                        method.flags().flagsMask(),
                                        code ->
                                                code.aload(0)
                                                        .invokeinterface(
                                                                SUPPLIER,
                                                                "get",
                                                                MethodTypeDesc.of(
                                                                        ConstantDescs.CD_Object))
                                                        .areturn());
                            } else {
                                type.with(element);
                            }
                        });
            }
        }
    }

    private static boolean isCall(MethodModel method) {
        return method.methodName().equalsString("call") && method.methodTypeSymbol().equals(CALL);
    }

    private static IOException missing(Path armeria) {
        return new IOException(
                "%s: no %s with call(Supplier)".formatted(armeria.getFileName(), CHANGED));
    }
}
