/**
 * A Python program that unpacks from the wheel of TensorFlow (first argument) what building the addon needs, into `lib` and
 * `include` of a folder (second argument). It prints the share that is done, from 0 to 1, line by line. Files are copied in
 * pieces: the library alone has 800 MB.
 */
export const UNPACK_WHEEL = `
import os, sys, zipfile

wheel, target = sys.argv[1:]
libraries = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
root = 'tensorflow/include/'
headers = tuple(root + folder + '/' for folder in ('tensorflow/c', 'xla/tsl', 'tsl', 'tensorflow/core/platform'))

def place(name):
    if name.endswith('/') or '..' in name.split('/'):
        return None
    if name in libraries:
        return os.path.join(target, 'lib', os.path.basename(name))
    if name.startswith(headers):
        return os.path.join(target, 'include', *name[len(root):].split('/'))
    return None

with zipfile.ZipFile(wheel) as archive:
    wanted = [(entry, place(entry.filename)) for entry in archive.infolist()]
    wanted = [(entry, path) for entry, path in wanted if path is not None]
    missing = set(libraries) - {entry.filename for entry, _ in wanted}
    if missing:
        sys.exit('error: the wheel has no ' + ', '.join(sorted(missing)))
    total = sum(entry.file_size for entry, _ in wanted)
    done = told = 0
    for entry, path in wanted:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(entry) as source, open(path, 'wb') as copy:
            while piece := source.read(1 << 22):
                copy.write(piece)
                done += len(piece)
                if done - told > total / 50:
                    told = done
                    print(done / total, flush=True)
`;
